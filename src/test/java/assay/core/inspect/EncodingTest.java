package assay.core.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.core.Bytes;
import org.junit.jupiter.api.Test;

class EncodingTest {
  private static final Bytes OBJECT = Bytes.hex("a2ff3e00fbefbe7f");

  @Test
  void hexadecimalIsTakenInEitherCaseAndInLines() {
    assertDecoded(Encoding.HEX, OBJECT, "a2ff3e00\nFBEFBE7F\n");
  }

  @Test
  void base64IsTakenPaddedOrNotAndInQuotes() {
    assertDecoded(Encoding.BASE64, OBJECT, "ov8+APvvvn8=");
    assertDecoded(Encoding.BASE64, OBJECT, "ov8+APvvvn8");
    assertDecoded(Encoding.BASE64, OBJECT, " \"ov8+APvv\r\nvn8=\" ");
  }

  @Test
  void base64urlIsToldByItsTwoLetters() {
    assertDecoded(Encoding.BASE64URL, OBJECT, "ov8-APvvvn8");
    assertDecoded(Encoding.BASE64URL, Bytes.hex("ffff"), "__8=");
  }

  @Test
  void mixedAlphabetsAreNoEncoding() {
    assertRaw("ov8+APvv_n8=");
  }

  @Test
  void theFirstPemBlockIsTaken() {
    String block = "-----BEGIN CERTIFICATE-----\nov8+\nAPvvvn8=\n-----END CERTIFICATE-----\n";
    assertDecoded(Encoding.PEM, OBJECT, block + block);
  }

  @Test
  void brokenPemIsWhatItIs() {
    assertRaw("-----BEGIN CERTIFICATE");
    assertRaw("-----BEGIN CERTIFICATE-----\nov8+");
    assertRaw("-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----");
  }

  @Test
  void bytesThatAreNoTextStayAsTheyAre() {
    assertEquals(new Encoding.Decoded(Encoding.RAW, OBJECT), Encoding.decode(OBJECT));
    Bytes delete = Bytes.hex("307f");
    assertEquals(new Encoding.Decoded(Encoding.RAW, delete), Encoding.decode(delete));
    Bytes bell = Bytes.hex("3007");
    assertEquals(new Encoding.Decoded(Encoding.RAW, bell), Encoding.decode(bell));
  }

  @Test
  void nothingAndOddTextStayAsTheyAre() {
    assertRaw("");
    assertRaw(" \n\t\r");
    assertRaw("\"\"");
    assertRaw("{\"attestation\":1}");
  }

  @Test
  void oneQuoteIsNoPairOfQuotes() {
    assertRaw("\"");
    assertRaw("\"ov8+APvvvn8=");
    assertRaw("ov8+APvvvn8=\"");
  }

  @Test
  void labelsAreLowerCase() {
    assertEquals("base64url", Encoding.BASE64URL.label());
  }

  private static void assertDecoded(Encoding encoding, Bytes bytes, String text) {
    assertEquals(new Encoding.Decoded(encoding, bytes), Encoding.decode(Bytes.utf8(text)));
  }

  private static void assertRaw(String text) {
    assertDecoded(Encoding.RAW, Bytes.utf8(text), text);
  }
}

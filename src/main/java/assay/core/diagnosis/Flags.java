package assay.core.diagnosis;

import assay.core.Bytes;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.diagnosis.mistake.Mistake;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Authenticator data with the flags that the device may have written: relays and libraries clear or
 * set the ones that look wrong to them (protocol.md 1.3), and then nothing fits any more.
 */
final class Flags {
  private static final int AT_BYTE = 32;
  private static final int HEAD = 37;
  private static final int ATTESTED = 0x40;
  private static final int EXTENSIONS = 0x80;

  private Flags() {}

  /** The same data with either flag that Apple is known to set turned. */
  static Stream<Bytes> others(Bytes data) {
    return IntStream.of(ATTESTED, EXTENSIONS).mapToObj(flag -> turned(data, flag));
  }

  private static Bytes turned(Bytes data, int flag) {
    return data.slice(0, AT_BYTE)
        .concat(Bytes.of((byte) (data.at(AT_BYTE) ^ flag)))
        .concat(data.from(AT_BYTE + 1));
  }

  /**
   * Those of an assertion's {@link #others} that somebody may have put right: AT was cleared, as no
   * attested data follows, or ED was set, as extensions do.
   */
  static Stream<Bytes> likely(Bytes data) {
    return IntStream.of(ATTESTED, EXTENSIONS)
        .filter(flag -> looksPutRight(data, flag))
        .mapToObj(flag -> turned(data, flag));
  }

  static Stream<Bytes> unlikely(Bytes data) {
    return IntStream.of(ATTESTED, EXTENSIONS)
        .filter(flag -> !looksPutRight(data, flag))
        .mapToObj(flag -> turned(data, flag));
  }

  private static boolean looksPutRight(Bytes data, int flag) {
    boolean isSet = (data.at(AT_BYTE) & flag) != 0;
    return flag == ATTESTED ? !isSet : isSet && data.length() > HEAD;
  }

  static Diagnosis changed(Bytes sent, Bytes signed) {
    return Diagnosis.proved(
        Mistake.AUTHENTICATOR_DATA_CHANGED,
        String.format(
            "The flags in the authenticator data are %02x; the device wrote %02x.",
            sent.at(AT_BYTE), signed.at(AT_BYTE)));
  }
}

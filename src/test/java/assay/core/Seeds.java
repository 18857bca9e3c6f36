package assay.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * What the fuzz targets start from: objects of the vector files in {@code testvectors/} and in the
 * folder that the environment names in {@code ASSAY_VECTORS}, forged ones, and bytes that no parser
 * should see.
 */
public final class Seeds {
  private static final int TRUNCATIONS = 40;

  private Seeds() {}

  /** Seeds as a fuzz target takes them. */
  @SafeVarargs
  public static Stream<Arguments> of(Stream<Bytes>... seeds) {
    Stream<Bytes> all = Stream.empty();
    for (Stream<Bytes> some : seeds) {
      all = Stream.concat(all, some);
    }
    return all.distinct().map(bytes -> Arguments.of((Object) bytes.toArray()));
  }

  /** A member of all events of the vector files that have it. */
  public static Stream<Bytes> vectors(String member) {
    List<Bytes> found = new ArrayList<>();
    for (Path folder : folders()) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file :
            files.filter(path -> path.toString().endsWith(".json")).sorted().toList()) {
          for (JsonNode text : new ObjectMapper().readTree(file.toFile()).findValues(member)) {
            found.add(Bytes.of(Base64.getDecoder().decode(text.textValue())));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found.stream();
  }

  private static List<Path> folders() {
    return Stream.concat(
            Stream.of("testvectors"), Optional.ofNullable(System.getenv("ASSAY_VECTORS")).stream())
        .map(Path::of)
        .filter(Files::isDirectory)
        .toList();
  }

  /** An object cut off at places all over it, and with a byte too many. */
  public static Stream<Bytes> cut(Bytes whole) {
    return Stream.concat(
        IntStream.range(0, TRUNCATIONS)
            .mapToObj(i -> whole.slice(0, (int) ((long) whole.length() * i / TRUNCATIONS))),
        Stream.of(whole, whole.slice(0, whole.length() - 1), whole.concat(Bytes.of((byte) 0))));
  }

  /** Nothing, text, base64 of base64. */
  public static Stream<Bytes> text(Bytes object) {
    String once = object.base64();
    return Stream.of(
        Bytes.EMPTY,
        Bytes.of((byte) 0),
        Bytes.utf8("{\"fmt\":\"apple-appattest\"}"),
        Bytes.utf8("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"),
        Bytes.utf8(once),
        Bytes.utf8(Bytes.utf8(once).base64()));
  }

  /** CBOR that is nested, endless, larger than it is, tagged, or says things twice. */
  public static Stream<Bytes> cbor() {
    return Stream.of(
        Bytes.of(Der.repeat(new byte[] {(byte) 0x81}, 1_000)),
        Bytes.of(Der.repeat(new byte[] {(byte) 0xa1, 0x60}, 1_000)),
        Bytes.of(Der.repeat(new byte[] {(byte) 0x9f}, 1_000)),
        Bytes.hex("bf6161015f41614162ffff"),
        Bytes.hex("5b0000000100000000"),
        Bytes.hex("5b8000000000000000"),
        Bytes.hex("7bffffffffffffffff"),
        Bytes.hex("9b0000000100000000"),
        Bytes.hex("bb8000000000000000"),
        Bytes.hex("ba7fffffff"),
        Bytes.hex("a2616101616102"),
        Bytes.hex("a16161c11a00000000"),
        Bytes.hex("a16161fb7ff8000000000000"),
        Bytes.hex("a161611bffffffffffffffff"),
        Bytes.hex("a161613bffffffffffffffff"),
        Bytes.hex("a161ff01"),
        Bytes.hex("a163eda08001"),
        members(3_000));
  }

  private static Bytes members(int count) {
    byte[] members = {};
    for (int i = 0; i < count; i++) {
      members = Der.join(members, Cbors.text(Integer.toString(i, 36)).toArray(), new byte[] {0});
    }
    return Cbors.head(5, count).concat(Bytes.of(members));
  }

  /** BER that is nested, endless, or larger than it is. */
  public static Stream<Bytes> ber() {
    return Stream.of(
            Der.repeat(new byte[] {0x30, (byte) 0x80}, 8_000),
            Der.repeat(new byte[] {0x24, (byte) 0x80}, 8_000),
            Der.repeat(new byte[] {(byte) 0xa0, (byte) 0x80}, 8_000),
            Der.nested(0x30, 16_000),
            Der.nested(0x24, 16_000),
            Der.indefinite(0x24, Der.repeat(Der.octets(new byte[1]), 5_000)),
            Der.set(Der.repeat(Der.none(), 8_000)),
            Der.tlv(6, Der.repeat(new byte[] {-1}, 4_000), new byte[1]))
        .map(Bytes::of)
        .flatMap(deep ->
            Stream.of(
                deep,
                Bytes.hex("308500000001000000"),
                Bytes.hex("30847fffffff"),
                Bytes.hex("3084ffffffff"),
                Bytes.hex("30887fffffffffffffff"),
                Bytes.hex("3f8fffffff7f00"),
                Bytes.hex("02820000")));
  }
}

package assay.core.authenticator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bounds;
import assay.core.Bytes;
import assay.core.Cbors;
import assay.core.Forged;
import assay.core.Seeds;
import assay.core.attestation.AttestationObject;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as authenticator data, read as that of an attestation and as that of an assertion. */
final class AuthenticatorDataFuzzTest {
  private static final int CREDENTIAL_AT = 55;
  private static final int COSE_KEY_AT = 87;

  static Stream<Arguments> data() {
    Bytes head = Forged.AUTH_DATA.slice(0, AuthenticatorData.HEAD);
    Bytes beforeKey = Forged.AUTH_DATA.slice(0, COSE_KEY_AT);
    return Seeds.of(
        Seeds.cut(Forged.AUTH_DATA),
        Seeds.text(Forged.AUTH_DATA),
        Seeds.cbor().flatMap(map -> Stream.of(head.concat(map), beforeKey.concat(map))),
        Stream.of(
                Cbors.map(),
                Cbors.map(
                    Cbors.text("validationCategory"),
                    Bytes.of((byte) 3),
                    Cbors.text("apple_validation_category_01"),
                    Cbors.bytes(Bytes.hex("03000000"))),
                Cbors.map(Cbors.text("bundleVersion"), Cbors.text("1.".repeat(500))))
            .flatMap(map -> Stream.of(head.concat(map), Forged.AUTH_DATA.concat(map))),
        Seeds.vectors("attestationObject")
            .flatMap(object ->
                Bounds.parsed(() -> AttestationObject.decode(object)).stream()
                    .map(AttestationObject::authData)));
  }

  @MethodSource("data")
  @FuzzTest(maxDuration = "10m")
  void anyBytesAreReadOrRefused(byte[] data) {
    Bytes raw = Bytes.of(data);
    Bounds.parsed(() -> AuthenticatorData.ofAssertion(raw))
        .ifPresent(read -> requireSame(raw, read));
    Bounds.parsed(() -> AttestedData.decode(raw))
        .ifPresent(read -> {
          requireSame(raw, read.common());
          assertEquals(raw.slice(CREDENTIAL_AT, COSE_KEY_AT), read.credentialId());
          assertEquals(65, read.publicKey().length());
        });
  }

  private static void requireSame(Bytes raw, AuthenticatorData read) {
    assertEquals(raw, read.raw());
    assertEquals(raw.slice(0, 32), read.rpIdHash());
    assertTrue(read.counter() >= 0 && read.counter() <= 0xffff_ffffL);
    read.launchInfo()
        .validationCategory()
        .ifPresent(category -> assertTrue(category >= 0 && category <= 0xffff_ffffL));
  }
}

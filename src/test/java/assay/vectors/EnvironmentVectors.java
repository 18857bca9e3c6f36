package assay.vectors;

import static assay.vectors.Expect.refused;
import static assay.vectors.Expect.registeredWithReceipt;
import static assay.vectors.Scene.DEVICE;
import static assay.vectors.Scene.attestation;
import static assay.vectors.Scene.withReceipt;

import assay.core.App.Environment;
import assay.core.Bytes;
import assay.simulator.maker.SoftwareDevice;
import assay.vectors.VectorGroup.Flag;

/** Apple's step 8: production and development never meet. */
final class EnvironmentVectors {
  private static final SoftwareDevice DEVELOPMENT = DEVICE.with(Environment.DEVELOPMENT);
  private static final String STEP = "environment";

  private final VectorGroup group =
      new VectorGroup(
          "environment",
          "Apple's step 8: the AAGUID tells production from development, where anybody with a developer"
              + " account can attest whatever he builds.");

  static VectorGroup group() {
    EnvironmentVectors vectors = new EnvironmentVectors();
    vectors.cases();
    return vectors.group;
  }

  private void cases() {
    Flag right =
        group.flag(
            "RightEnvironment",
            "Each environment's own AAGUID, and its own name in the receipt: production and sandbox.");
    Flag mixed =
        group.flag(
            "MixedEnvironments",
            "A key of one environment is nothing in the other. A verifier that accepts both AAGUIDs"
                + " accepts apps that were changed and signed by a developer.");
    Flag other =
        group.flag(
            "OtherAaguid",
            "There are two AAGUIDs, of 16 bytes each. One page of Apple's calls the second"
                + " appattestsandbox; no device does. A prefix or a text without its zeros is not"
                + " enough.");
    Flag length =
        group.flag(
            "AaguidLength",
            "With an AAGUID of another length all that follows is read from the wrong place.");
    group.attestation(
        "production",
        right,
        "Production key, production app.",
        withReceipt(DEVICE),
        registeredWithReceipt(DEVICE));
    group
        .attestation(
            "development",
            right,
            "Development key, development app.",
            withReceipt(DEVELOPMENT),
            registeredWithReceipt(DEVELOPMENT))
        .under(Policy.development());
    group.attestation(
        "development-key-in-production",
        mixed,
        "A development key comes to a production app.",
        attestation(DEVELOPMENT),
        refused(STEP));
    group
        .attestation(
            "production-key-in-development",
            mixed,
            "A production key comes to a development app.",
            attestation(DEVICE),
            refused(STEP))
        .under(Policy.development());
    Bytes sandbox = Bytes.utf8("appattestsandbox");
    aaguid("sandbox-in-development", other, "appattestsandbox.", sandbox)
        .under(Policy.development());
    aaguid("sandbox-in-production", other, "appattestsandbox.", sandbox);
    aaguid("aaguid-of-zeros", other, "16 zero bytes.", Bytes.of(new byte[16]));
    aaguid(
        "aaguid-padded-with-spaces",
        other,
        "appattest and seven spaces instead of zero bytes.",
        Bytes.utf8("appattest       "));
    aaguid(
        "aaguid-in-upper-case",
        other,
        "APPATTEST and seven zero bytes.",
        Bytes.utf8("APPATTEST\0\0\0\0\0\0\0"));
    aaguid(
        "aaguid-with-other-end",
        other,
        "The last of the seven zero bytes is 1.",
        Bytes.utf8("appattest\0\0\0\0\0\0\1"));
    aaguid(
            "aaguid-cut-in-development",
            other,
            "appattestdevelo and a zero byte.",
            Bytes.utf8("appattestdevelo\0"))
        .under(Policy.development());
    Bytes production = Environment.PRODUCTION.aaguid();
    group.attestation(
        "aaguid-of-15-bytes",
        length,
        "The last byte is missing.",
        attestation(DEVICE).authData(data -> data.aaguid(production.slice(0, 15))),
        refused("format"));
    group.attestation(
        "aaguid-of-17-bytes",
        length,
        "A zero byte more.",
        attestation(DEVICE).authData(data -> data.aaguid(production.concat(Bytes.of((byte) 0)))),
        refused("format"));
    group.attestation(
        "aaguid-of-0-bytes",
        length,
        "No bytes.",
        attestation(DEVICE).authData(data -> data.aaguid(Bytes.EMPTY)),
        refused("format"));
  }

  private VectorCase aaguid(String id, Flag flag, String comment, Bytes aaguid) {
    return group.attestation(
        id,
        flag,
        comment,
        attestation(DEVICE).authData(data -> data.aaguid(aaguid)),
        refused(STEP));
  }
}

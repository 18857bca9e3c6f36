package assay.vectors;

import static assay.simulator.maker.OperatingSystem.FULL_SECURITY;
import static assay.simulator.maker.OperatingSystem.PHONE;
import static assay.simulator.maker.OperatingSystem.held;
import static assay.vectors.Expect.refused;
import static assay.vectors.Expect.registered;
import static assay.vectors.Expect.registeredWithReceipt;
import static assay.vectors.Scene.DEVICE;
import static assay.vectors.Scene.MAC;
import static assay.vectors.Scene.attestation;

import assay.core.Bytes;
import assay.simulator.maker.AttestationMaker;
import assay.simulator.maker.SoftwareDevice;
import assay.simulator.maker.raw.Der;
import assay.vectors.VectorGroup.Flag;

/** Apple's step 4 on Macs: the key is bound to a locked boot chain. */
final class MacosVectors {
  private static final String STEP = "access-control";

  private final VectorGroup group =
      new VectorGroup(
          "macos",
          "The access control of keys on Macs, extension 1.2.840.113635.100.8.6: SEQUENCE { [3] EXPLICIT"
              + " OCTET STRING } with the constant that stands for SIP on and Full Security. Compared for"
              + " the platform macos only.");

  static VectorGroup group() {
    MacosVectors vectors = new MacosVectors();
    vectors.macs();
    vectors.phones();
    return vectors.group;
  }

  private void macs() {
    Flag full =
        group.flag(
            "FullSecurity",
            "A Mac's key is worth an iPhone's only where the boot chain is locked. A verifier that skips"
                + " the check, or skips it where the extension is missing, trusts Macs that run any"
                + " kernel.");
    Flag shape =
        group.flag(
            "AccessControlShape",
            "The extension has one shape. Whoever searches it for the constant finds it in places that"
                + " mean something else.");
    group
        .attestation(
            "full-security",
            full,
            "SIP on, Full Security.",
            Scene.withReceipt(MAC),
            registeredWithReceipt(MAC).launched(4, "1.2.3"))
        .under(Policy.macos());
    group
        .attestation(
            "access-control-absent",
            full,
            "The leaf has no extension 8.6.",
            attestation(MAC).leaf(leaf -> leaf.without(AttestationMaker.ACCESS_CONTROL)),
            refused(STEP))
        .under(Policy.macos());
    mac("access-control-of-a-phone", full, "The value of an iPhone of 2026.", held(PHONE));
    for (int index : new int[] {0, 17, 41, 65}) {
      mac(
          "access-control-bit-off-in-byte-" + index,
          full,
          "One bit of byte " + index + " is turned.",
          held(Scene.flipped(FULL_SECURITY, index)));
    }
    mac(
        "access-control-cut-off",
        full,
        "The last byte is missing.",
        held(FULL_SECURITY.slice(0, FULL_SECURITY.length() - 1)));
    mac(
        "access-control-with-byte-after",
        full,
        "A byte follows the constant.",
        held(FULL_SECURITY.concat(Bytes.of((byte) 0))));
    mac("access-control-empty", full, "No bytes.", held(Bytes.EMPTY));
    mac(
        "access-control-in-base64",
        full,
        "The base64 text of the constant.",
        held(Bytes.utf8(FULL_SECURITY.base64())));
    mac(
        "access-control-under-other-tag",
        shape,
        "[1] instead of [3].",
        Der.sequence(Der.explicit(1, Der.octets(FULL_SECURITY))));
    mac("access-control-bare", shape, "The constant and nothing around it.", FULL_SECURITY);
    mac(
        "access-control-as-text",
        shape,
        "A UTF8String.",
        Der.sequence(Der.explicit(3, Der.value(Der.UTF8_STRING, FULL_SECURITY))));
    mac(
        "element-after-access-control",
        shape,
        "A second element in the SEQUENCE.",
        Der.sequence(Der.explicit(3, Der.octets(FULL_SECURITY)), Der.NULL));
    mac(
        "second-access-control",
        shape,
        "[3] stands there twice, the constant first.",
        Der.sequence(
            Der.explicit(3, Der.octets(FULL_SECURITY)), Der.explicit(3, Der.octets(PHONE))));
    mac(
        "bytes-after-access-control",
        shape,
        "Two bytes after the SEQUENCE.",
        held(FULL_SECURITY).concat(Der.NULL));
    mac(
        "access-control-constructed",
        shape,
        "The OCTET STRING is constructed of one piece: BER, where DER is due.",
        Der.sequence(Der.explicit(3, Der.value(0x24, Der.octets(FULL_SECURITY)))));
    mac("access-control-garbage", shape, "Not ASN.1.", Bytes.hex("30ff"));
  }

  private void mac(String id, Flag flag, String comment, Bytes extension) {
    group
        .attestation(
            id,
            flag,
            comment,
            attestation(MAC)
                .leaf(leaf -> leaf.extension(AttestationMaker.ACCESS_CONTROL, extension)),
            refused(STEP))
        .under(Policy.macos());
  }

  private void phones() {
    Flag phone =
        group.flag(
            "PhonesHaveAnother",
            "Phones carry the same extension since 2026 with other values. A verifier that compares it"
                + " wherever it stands refuses every phone of these systems.");
    phone("phone-with-its-own", phone, "iOS 26 has a value of its own.", DEVICE);
    phone("phone-with-launch-info", phone, "So has iOS 27.", Scene.DEVICE_27);
    group.attestation(
        "phone-without",
        phone,
        "Older systems have none.",
        attestation(DEVICE).leaf(leaf -> leaf.without(AttestationMaker.ACCESS_CONTROL)),
        registered(DEVICE));
    group.attestation(
        "phone-with-that-of-a-mac",
        phone,
        "The constant itself, in an app for iOS.",
        attestation(DEVICE)
            .leaf(leaf -> leaf.extension(AttestationMaker.ACCESS_CONTROL, held(FULL_SECURITY))),
        registered(DEVICE));
    group.attestation(
        "phone-with-something-new",
        phone,
        "A shape that nobody knows, in an app for iOS.",
        attestation(DEVICE)
            .leaf(leaf ->
                leaf.extension(
                    AttestationMaker.ACCESS_CONTROL,
                    Der.sequence(Der.explicit(4, Der.integer(1))))),
        registered(DEVICE));
    group
        .attestation(
            "phone-in-an-app-for-macos",
            phone,
            "An iPhone's attestation comes to an app for Macs.",
            attestation(DEVICE),
            refused(STEP))
        .under(Policy.macos());
  }

  private void phone(String id, Flag flag, String comment, SoftwareDevice device) {
    group.attestation(id, flag, comment, attestation(device), registered(device));
  }
}

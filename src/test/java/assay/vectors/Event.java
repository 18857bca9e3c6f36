package assay.vectors;

import assay.core.Bytes;
import assay.simulator.maker.AttestationMaker;
import assay.simulator.maker.ReceiptMaker;
import assay.simulator.maker.SoftwareDevice;
import assay.simulator.maker.raw.EcKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** One event of a case in the making. */
final class Event {
  private final Map<String, Object> members = new LinkedHashMap<>();

  private Event(String type) {
    members.put("type", type);
  }

  /** Arrives two seconds after its issue, for {@link Scene#CHALLENGE}. */
  static Event attestation(AttestationMaker.Made made) {
    return attestation(made.keyId(), made.object()).at(made.issued().plus(Scene.ON_THE_WAY));
  }

  static Event attestation(Bytes keyId, Bytes object) {
    return new Event("attestation")
        .at(Scene.NOW)
        .keyId(keyId)
        .bytes("attestationObject", object)
        .clientData(Scene.CHALLENGE);
  }

  /** A key that was registered earlier. */
  static Event key(SoftwareDevice device, long counter) {
    return key(device.key(), counter);
  }

  static Event key(EcKey key, long counter) {
    Event event = new Event("key").keyId(key.keyId()).bytes("publicKey", key.point());
    event.members.put("counter", counter);
    return event;
  }

  /** Arrives at {@link Scene#NOW}, over {@link Scene#REQUEST}. */
  static Event assertion(SoftwareDevice device, Bytes object) {
    return new Event("assertion")
        .at(Scene.NOW)
        .keyId(device.key().keyId())
        .bytes("assertionObject", object)
        .clientData(Scene.REQUEST);
  }

  static Event assertion(SoftwareDevice device, long counter) {
    return assertion(device, device.assertion(Scene.REQUEST_HASH, counter).make());
  }

  /** A refreshed receipt; arrives at {@link Scene#NOW}. */
  static Event receipt(SoftwareDevice device, ReceiptMaker made) {
    return receipt(device, made.make());
  }

  static Event receipt(SoftwareDevice device, Bytes receipt) {
    return new Event("receipt").at(Scene.NOW).keyId(device.key().keyId()).bytes("receipt", receipt);
  }

  static Event revoke(SoftwareDevice device) {
    return new Event("revoke").keyId(device.key().keyId());
  }

  Event at(Instant instant) {
    members.put("at", instant.toString());
    return this;
  }

  Event keyId(Bytes keyId) {
    return bytes("keyId", keyId);
  }

  /** The key id as the client sent it. */
  Event keyIdText(String text) {
    members.put("keyIdText", text);
    return this;
  }

  /** The challenge's text, which stands in the client data. */
  Event challenge(Bytes text) {
    return bytes("challenge", text);
  }

  Event clientData(Bytes clientData) {
    members.remove("clientDataHash");
    return bytes("clientData", clientData);
  }

  Event clientDataHash(Bytes hash) {
    members.remove("clientData");
    return bytes("clientDataHash", hash);
  }

  Event expect(Expect expect) {
    members.put("expect", expect.members());
    return this;
  }

  private Event bytes(String name, Bytes bytes) {
    members.put(name, bytes.base64());
    return this;
  }

  Map<String, Object> json() {
    return members;
  }
}

package assay.core.diagnosis;

import assay.core.Bytes;
import assay.core.Step;
import assay.core.diagnosis.clientdata.ClientData;
import assay.core.receipt.Expected;
import java.util.Optional;

/** Evidence that a verifier, or the store after it, refused. */
public sealed interface RefusedEvidence {
  SentKeyId keyId();

  /** What the device returned, decoded as the request decoded it. */
  Bytes object();

  ClientData clientData();

  /** The step that refused it. */
  Step step();

  /**
   * A key id as it came.
   *
   * @param bytes as the server decoded it, of any length
   * @param text as it was sent, where that is known
   */
  record SentKeyId(Bytes bytes, Optional<String> text) {
    public static SentKeyId of(Bytes bytes) {
      return new SentKeyId(bytes, Optional.empty());
    }
  }

  /** A key that was not registered. */
  record OfAttestation(SentKeyId keyId, Bytes object, ClientData clientData, Step step)
      implements RefusedEvidence {}

  /**
   * A request that was not accepted.
   *
   * @param publicKey of the key that the request names, where it is registered: 65 bytes
   */
  record OfAssertion(
      SentKeyId keyId, Bytes object, ClientData clientData, Optional<Bytes> publicKey, Step step)
      implements RefusedEvidence {}

  /**
   * A receipt that was not accepted, which need not refuse the attestation that it came with.
   *
   * @param expected what it was to belong to
   */
  record OfReceipt(Bytes object, Expected expected, Step step) implements RefusedEvidence {
    @Override
    public SentKeyId keyId() {
      return SentKeyId.of(expected.keyId());
    }

    /** What the attestation was made over; empty for a receipt that was exchanged since. */
    @Override
    public ClientData clientData() {
      return ClientData.ofHash(
          expected instanceof Expected.AtRegistration registration
              ? registration.clientDataHash()
              : Bytes.EMPTY);
    }
  }
}

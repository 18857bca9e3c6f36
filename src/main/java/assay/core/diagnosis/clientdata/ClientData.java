package assay.core.diagnosis.clientdata;

import assay.core.Bytes;
import java.util.Optional;

/**
 * What the server expects the app to have hashed.
 *
 * @param bytes the client data, where it was sent
 * @param hash what the server took for clientDataHash
 * @param challenge the challenge's text, where it stands inside other client data or beside a hash
 */
public record ClientData(Optional<Bytes> bytes, Bytes hash, Optional<Bytes> challenge) {

  /** Client data that this server hashes. */
  public static ClientData of(Bytes bytes) {
    return new ClientData(Optional.of(bytes), Bytes.sha256(bytes), Optional.empty());
  }

  /** A hash that the caller computed. */
  public static ClientData ofHash(Bytes hash) {
    return new ClientData(Optional.empty(), hash, Optional.empty());
  }

  public ClientData withChallenge(Bytes text) {
    return new ClientData(bytes, hash, Optional.of(text));
  }
}

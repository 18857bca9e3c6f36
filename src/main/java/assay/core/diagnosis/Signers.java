package assay.core.diagnosis;

import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.assertion.AssertionObject;
import assay.core.diagnosis.clientdata.Budget;
import assay.core.pki.Signatures;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Who signed: an ECDSA signature and its message leave two public keys on P-256 that fit (SEC 1,
 * 4.1.6), and so two key ids. A server looks these up, however many keys it has, and tries none.
 * For a message that was not signed, both are nobody's.
 */
public final class Signers {
  /** Two keys are recovered in the time of about four signature checks. */
  private static final int CHECKS = 4;

  private Signers() {}

  /**
   * The key ids that an assertion may be of, two at most; none where it does not decode.
   *
   * @param clientDataHash what the app should have given to the device
   */
  public static List<Bytes> of(Bytes object, Bytes clientDataHash) {
    try {
      return of(AssertionObject.decode(object), clientDataHash, new Budget());
    } catch (Malformed _) {
      return List.of();
    }
  }

  /** As {@link #of(Bytes, Bytes)}, the keys themselves: 65 bytes each. */
  public static List<Bytes> publicKeys(Bytes object, Bytes clientDataHash) {
    try {
      return publicKeys(AssertionObject.decode(object), clientDataHash, new Budget());
    } catch (Malformed _) {
      return List.of();
    }
  }

  static List<Bytes> of(AssertionObject object, Bytes clientDataHash, Budget budget) {
    return publicKeys(object, clientDataHash, budget).stream().map(budget::sha256).toList();
  }

  /** Counts what it takes. */
  static void count(Budget budget) {
    IntStream.range(0, CHECKS).forEach(_ -> budget.check());
  }

  private static List<Bytes> publicKeys(
      AssertionObject object, Bytes clientDataHash, Budget budget) {
    if (!budget.allowsChecks(CHECKS)) {
      return List.of();
    }
    count(budget);
    Bytes nonce = budget.sha256(object.data().raw(), clientDataHash);
    return Signatures.signers(budget.sha256(nonce), object.signature());
  }
}

package assay.simulator;

import assay.core.Bytes;
import assay.simulator.maker.authority.AttestationAuthority;
import assay.simulator.maker.authority.CertificateMaker;
import assay.simulator.maker.authority.ReceiptAuthority;
import assay.simulator.maker.authority.TestApple;
import java.security.Provider;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The Apple of simulated devices: both certificate authorities, for attestations and for receipts.
 * All of it follows from a seed and the time at which it was made, so the same two always give the
 * same roots and a file of trusted roots stays right.
 *
 * @param authorities with all of their keys
 */
public record SimulatedApple(TestApple authorities) {
  /** A seed is 32 bytes. Whoever has it can make evidence that passes for this Apple's. */
  public static final int SEED = 32;

  /** How long all of the certificates are valid, counted from the time they were made. */
  public static final Duration LIFETIME = Duration.ofDays(3653);

  /** A server whose clock is a little behind must not find a root that is not valid yet. */
  private static final Duration BEFORE = Duration.ofDays(1);

  /**
   * The Apple of a seed.
   *
   * @param seed {@link #SEED} bytes
   * @param made when; certificates are valid from a day before it for {@link #LIFETIME}
   * @throws IllegalArgumentException where the seed has another length
   */
  public static SimulatedApple of(Bytes seed, Instant made) {
    if (seed.length() != SEED) {
      throw new IllegalArgumentException("a seed has " + SEED + " bytes, not " + seed.length());
    }
    String label = "assay simulator: " + seed.hex();
    Instant second = made.truncatedTo(ChronoUnit.SECONDS);
    UnaryOperator<CertificateMaker> valid =
        certificate -> certificate.valid(second.minus(BEFORE), second.plus(LIFETIME));
    return new SimulatedApple(
        new TestApple(
            AttestationAuthority.of(label, valid, valid),
            ReceiptAuthority.of(label, valid, valid, valid)));
  }

  /** DER of the root of all attestations. */
  public Bytes attestationRoot() {
    return authorities.attestations().root();
  }

  /** DER of the root of all receipts. */
  public Bytes receiptRoot() {
    return authorities.receipts().root();
  }

  /**
   * A device with a new key.
   *
   * @param random what the key follows from
   * @param provider signs assertions
   */
  public SimulatedDevice device(
      SimulatedDevice.Model model, RandomGenerator random, Provider provider) {
    return SimulatedDevice.of(authorities, model, random, provider);
  }
}

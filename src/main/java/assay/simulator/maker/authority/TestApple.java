package assay.simulator.maker.authority;

/** Everything that stands in for Apple: both authorities. */
public record TestApple(AttestationAuthority attestations, ReceiptAuthority receipts) {

  /** Authorities whose keys follow from a label. */
  public static TestApple of(String label) {
    return new TestApple(AttestationAuthority.of(label), ReceiptAuthority.of(label));
  }

  public TestApple with(AttestationAuthority other) {
    return new TestApple(other, receipts);
  }

  public TestApple with(ReceiptAuthority other) {
    return new TestApple(attestations, other);
  }
}

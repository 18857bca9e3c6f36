package assay.apple.client;

import java.util.Optional;

/**
 * An outcome, and what an operator should know of it.
 *
 * @param detail of the fault; no secret
 */
record Judged<T>(T outcome, Optional<Fault> fault, String detail) {
  static <T> Judged<T> fine(T outcome) {
    return new Judged<>(outcome, Optional.empty(), "");
  }

  static <T> Judged<T> faulty(T outcome, Fault fault, String detail) {
    return new Judged<>(outcome, Optional.of(fault), detail);
  }
}

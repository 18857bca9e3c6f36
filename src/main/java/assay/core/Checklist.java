package assay.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the steps of one verification and, where somebody wants to read them, keeps what each
 * compared. {@link #NONE} keeps nothing, and then no text is ever put together for a step that
 * passes.
 */
public final class Checklist {
  /** Judges and forgets; safe to share. */
  public static final Checklist NONE = new Checklist(null);

  public enum Outcome {
    PASSED,
    FAILED,
    NOT_REACHED
  }

  /**
   * What became of one step.
   *
   * @param compared what was compared with what; for a step that was not reached, why, or empty
   */
  public record Entry(Step step, Outcome outcome, String compared) {
    public Entry {
      compared = Printable.of(compared);
    }
  }

  private final @Nullable Map<Step, Entry> kept;

  private Checklist(@Nullable Map<Step, Entry> kept) {
    this.kept = kept;
  }

  /** A list that keeps what each step compared. Not to be shared between threads. */
  public static Checklist keeping() {
    return new Checklist(new LinkedHashMap<>());
  }

  /**
   * Refuses where the step does not hold; the text is put together only then, or where it is kept.
   */
  public void require(Step step, boolean holds, Supplier<String> compared) throws Refusal {
    if (!holds) {
      throw refusal(step, compared.get());
    }
    pass(step, compared);
  }

  /** Passes a step. */
  public void pass(Step step, Supplier<String> compared) {
    if (kept != null) {
      kept.put(step, new Entry(step, Outcome.PASSED, compared.get()));
    }
  }

  /** Refuses where the two differ, and tells both. */
  public void requireEqual(Step step, String oneName, Object one, String otherName, Object other)
      throws Refusal {
    boolean equal = one.equals(other);
    require(
        step,
        equal,
        () ->
            equal
                ? oneName + " = " + otherName + " = " + shown(one)
                : oneName + " is " + shown(one) + ", but " + otherName + " is " + shown(other));
  }

  /** What reads a part of the evidence. */
  public interface Reading<T> {
    T read() throws Malformed, Refusal;
  }

  /** Refuses where a part of the evidence cannot be read. */
  public <T> T read(Step step, Reading<T> reading) throws Refusal {
    try {
      return reading.read();
    } catch (Malformed e) {
      throw refusal(step, e.getMessage());
    }
  }

  /** Fails a step. */
  public Refusal refusal(Step step, String detail) {
    if (kept != null) {
      kept.put(step, new Entry(step, Outcome.FAILED, detail));
    }
    return new Refusal(step, detail);
  }

  /** Notes why a step does not apply. */
  public void skip(Step step, String why) {
    if (kept != null) {
      kept.put(step, new Entry(step, Outcome.NOT_REACHED, why));
    }
  }

  /** One entry for each of the given steps, in their order. */
  public List<Entry> entries(List<? extends Step> steps) {
    List<Entry> entries = new ArrayList<>();
    for (Step step : steps) {
      Entry entry = kept == null ? null : kept.get(step);
      entries.add(entry != null ? entry : new Entry(step, Outcome.NOT_REACHED, ""));
    }
    return entries;
  }

  private static String shown(Object value) {
    return value instanceof Bytes bytes ? bytes.hex() : value.toString();
  }
}

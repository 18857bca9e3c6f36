package assay.cli.simulate.apple;

import assay.simulator.apple.Fault;
import assay.simulator.apple.Script;
import assay.simulator.apple.receipt.Forgery;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A fault as it is typed: {@code 503}, {@code cut:2}.
 *
 * @param times how many requests it is for; without, all that follow
 */
public record PlannedFault(String name, OptionalInt times) {
  private static final Pattern TYPED =
      Pattern.compile("([45][0-9]{2}|html|empty|cut|slow|other-key|other-root)(?::([0-9]{1,6}))?");

  /** Reads what is typed. */
  public static final class Converter implements ITypeConverter<PlannedFault> {
    @Override
    public PlannedFault convert(String text) {
      Matcher typed = TYPED.matcher(text);
      if (!typed.matches()) {
        throw new TypeConversionException(
            "\"" + text + "\" is no fault, such as 503, or 429:3 for three requests");
      }
      return new PlannedFault(
          typed.group(1),
          typed.group(2) == null
              ? OptionalInt.empty()
              : OptionalInt.of(Integer.parseInt(typed.group(2))));
    }
  }

  /**
   * Adds the fault to what is to go wrong.
   *
   * @param retryAfter sent with a status
   * @param slowness of what is slow
   */
  public void plan(Script script, Optional<Duration> retryAfter, Duration slowness) {
    Fault fault = fault(retryAfter, slowness);
    times.ifPresentOrElse(count -> script.next(count, fault), () -> script.always(fault));
  }

  private Fault fault(Optional<Duration> retryAfter, Duration slowness) {
    return switch (name) {
      case "html" -> Fault.html();
      case "empty" -> Fault.empty();
      case "cut" -> new Fault.Cut();
      case "slow" -> new Fault.Slow(slowness);
      case "other-key" -> new Fault.Forged(Forgery.OTHER_KEY);
      case "other-root" -> new Fault.Forged(Forgery.OTHER_ROOT);
      default -> {
        int status = Integer.parseInt(name);
        yield retryAfter
            .map(wait -> Fault.status(status, wait))
            .orElseGet(() -> Fault.status(status));
      }
    };
  }
}

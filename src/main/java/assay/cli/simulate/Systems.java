package assay.cli.simulate;

import assay.simulator.maker.OperatingSystem;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The simulated systems by the names that are typed, such as {@code ios26}. */
final class Systems implements ITypeConverter<OperatingSystem> {
  static String name(OperatingSystem system) {
    return system.name().toLowerCase(Locale.ROOT).replace("_", "");
  }

  @Override
  public OperatingSystem convert(String text) {
    return Arrays.stream(OperatingSystem.values())
        .filter(system -> name(system).equals(text))
        .findFirst()
        .orElseThrow(() ->
            new TypeConversionException(
                "\""
                    + text
                    + "\" is none of "
                    + Arrays.stream(OperatingSystem.values())
                        .map(Systems::name)
                        .collect(Collectors.joining(", "))));
  }
}

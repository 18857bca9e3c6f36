package assay.service.keys;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Numbers, 0 to 65,535, for values of which there are few. Not for several threads. */
final class Names<T> {
  private static final int MOST = 1 << Character.SIZE;

  private final Map<T, Character> numbers = new HashMap<>();
  private final List<T> values = new ArrayList<>();

  /** The number of a value, a new one where it has none; nothing where there are no more. */
  Optional<Character> number(T value) {
    Optional<Character> known = find(value);
    if (known.isPresent() || values.size() == MOST) {
      return known;
    }
    char number = (char) values.size();
    values.add(value);
    numbers.put(value, number);
    return Optional.of(number);
  }

  Optional<Character> find(T value) {
    return Optional.ofNullable(numbers.get(value));
  }

  /** The value of a number that was given out. */
  T of(char number) {
    return values.get(number);
  }
}

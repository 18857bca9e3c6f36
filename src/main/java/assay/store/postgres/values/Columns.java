package assay.store.postgres.values;

import assay.core.Bytes;
import assay.store.AppKey;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Values as the database's types have them; nothing is NULL there. One array is one column. */
public final class Columns {
  private Columns() {}

  public static Buffer bytes(Bytes bytes) {
    return Buffer.buffer(bytes.toArray());
  }

  public static Bytes bytes(Buffer buffer) {
    return Bytes.of(buffer.getBytes());
  }

  public static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  public static <D> String[] texts(List<D> rows, Function<D, String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }

  public static <D> @Nullable String[] optionalTexts(
      List<D> rows, Function<D, Optional<String>> column) {
    return rows.stream().map(row -> column.apply(row).orElse(null)).toArray(String[]::new);
  }

  public static <D> Long[] numbers(List<D> rows, Function<D, Long> column) {
    return rows.stream().map(column).toArray(Long[]::new);
  }

  public static <D> Buffer[] bytes(List<D> rows, Function<D, Bytes> column) {
    return rows.stream().map(row -> bytes(column.apply(row))).toArray(Buffer[]::new);
  }

  public static <D> @Nullable Buffer[] optionalBytes(
      List<D> rows, Function<D, Optional<Bytes>> column) {
    return rows.stream()
        .map(row -> column.apply(row).map(Columns::bytes).orElse(null))
        .toArray(Buffer[]::new);
  }

  public static <D> OffsetDateTime[] times(List<D> rows, Function<D, Instant> column) {
    return rows.stream().map(row -> time(column.apply(row))).toArray(OffsetDateTime[]::new);
  }

  public static <D> @Nullable OffsetDateTime[] optionalTimes(
      List<D> rows, Function<D, Optional<Instant>> column) {
    return rows.stream()
        .map(row -> column.apply(row).map(Columns::time).orElse(null))
        .toArray(OffsetDateTime[]::new);
  }

  public static <D> String[] apps(List<D> rows, Function<D, AppKey> key) {
    return texts(rows, row -> key.apply(row).app());
  }

  public static <D> Short[] environments(List<D> rows, Function<D, AppKey> key) {
    return rows.stream()
        .map(row -> Environments.number(key.apply(row).environment()))
        .toArray(Short[]::new);
  }

  public static <D> Buffer[] keyIds(List<D> rows, Function<D, AppKey> key) {
    return bytes(rows, row -> key.apply(row).keyId());
  }
}

package assay.store;

import assay.core.Bytes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Decisions that were made, for those who ask why later. A record is written after its decision was
 * answered, and may be lost: no decision looks at it, and none waits for it. It holds evidence, key
 * ids and client data, which no log does; so it is kept for a time only.
 */
public interface DecisionLog {
  /** The most records that one {@link #record} writes, and their documents' bytes together. */
  int MOST_RECORDED = 64;

  int MOST_RECORDED_BYTES = 1024 * 1024;

  /** The largest document, in bytes: evidence of 64 KiB as base64, and what belongs to it. */
  int LARGEST_DOCUMENT = 160 * 1024;

  /** The most entries that one {@link #decisions} answers. */
  int MOST_DECISIONS_LISTED = 501;

  /** What was judged. */
  enum Kind {
    ATTESTATION,
    ASSERTION,
    /** A newer receipt of a key, from Apple. */
    RECEIPT,
    /** A question to DeviceCheck, which is about no key. */
    DEVICECHECK;

    /** As answers and rows spell it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Reads what {@link #text()} wrote; nothing for another text. */
    public static Optional<Kind> parse(String text) {
      return List.of(values()).stream().filter(kind -> kind.text().equals(text)).findFirst();
    }
  }

  /**
   * A decision, but for its evidence.
   *
   * @param id as the answer named it, up to 64 characters
   * @param at when it was made
   * @param key the key that it was about, as the request named it; its id is empty where it was
   *     about none
   * @param refusal nothing where it was accepted
   * @param diagnosis the code of the mistake behind a refusal, where one was found
   */
  record Entry(
      String id,
      Instant at,
      AppKey key,
      Kind kind,
      Optional<Refused> refusal,
      Optional<String> diagnosis) {

    /** Where it stands among others. */
    public Position position() {
      return new Position(at, id);
    }
  }

  /**
   * Why it was refused.
   *
   * @param step the step's number, such as {@code 2-4}; empty where no step of ours refused it, but
   *     Apple, or what was known
   * @param code the step's code, such as {@code nonce}, or the answer's, such as {@code no-data}
   */
  record Refused(String step, String code, String detail) {}

  /**
   * A decision with all that it rested on.
   *
   * @param document opaque here, up to {@link #LARGEST_DOCUMENT}
   */
  record Recorded(Entry entry, Bytes document) {}

  /** Decisions stand in the order of their times; ids tell those of one millisecond apart. */
  record Position(Instant at, String id) {}

  /**
   * Which decisions, newest first.
   *
   * @param apps of any of these names, in whatever environment
   * @param code refused by a step of this code
   * @param keyId about this key
   * @param since made then or later
   * @param until made before then
   * @param after older than this one: the last of the page before
   * @param most 1 to {@link #MOST_DECISIONS_LISTED}
   */
  record Filter(
      List<String> apps,
      Optional<String> code,
      Optional<Kind> kind,
      Optional<Bytes> keyId,
      Optional<Instant> since,
      Optional<Instant> until,
      Optional<Position> after,
      int most) {
    public Filter {
      apps = List.copyOf(apps);
      if (most < 1 || most > MOST_DECISIONS_LISTED) {
        throw new IllegalArgumentException(
            "a page has 1 to " + MOST_DECISIONS_LISTED + " decisions, not " + most);
      }
    }
  }

  /** Writes records, all or none; one whose id is there already is left as it is. */
  Future<Void> record(List<Recorded> records);

  /** One decision with its document. */
  Future<Optional<Recorded>> decision(String id);

  /** Decisions without their documents. */
  Future<List<Entry>> decisions(Filter filter);

  /**
   * Forgets decisions that were made before a time, and the oldest of more than so many, in pieces
   * that delay no decision noticeably.
   *
   * @return how many it forgot
   */
  Future<Long> forgetDecisions(Instant before, long mostKept);

  /**
   * Holds a batch to the bounds.
   *
   * @throws IllegalArgumentException where it is too large
   */
  static void requireBounded(List<Recorded> records) {
    long bytes = records.stream().mapToLong(record -> record.document().length()).sum();
    if (records.size() > MOST_RECORDED
        || bytes > MOST_RECORDED_BYTES
        || records.stream().anyMatch(record -> record.document().length() > LARGEST_DOCUMENT)) {
      throw new IllegalArgumentException(
          records.size() + " records of " + bytes + " bytes are too much to write at once");
    }
  }
}

package assay.service.keys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import assay.core.Bytes;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * What is kept of one key, and how it lies in memory: place of the next of the chain (4 bytes), tag
 * (8), app (2), App ID (2), OS version (2), registered at (8), whether it was asked for (1), length
 * of the subject plus one or 0 for none (2), X and Y of the key (64), subject.
 *
 * @param tag of the key id: its first eight bytes
 * @param app its number, as that of the App ID and of the version
 * @param registeredAt microseconds since 1970
 * @param publicKey an X9.62 uncompressed point, 65 bytes
 * @param subject its UTF-8
 */
record Entry(
    long tag,
    char app,
    char appId,
    char osVersion,
    long registeredAt,
    Bytes publicKey,
    Optional<Bytes> subject) {
  private static final int NEXT = 0;
  private static final int TAG = 4;
  private static final int APP = 12;
  private static final int APP_ID = 14;
  private static final int OS_VERSION = 16;
  private static final int REGISTERED_AT = 18;
  private static final int USED = 26;
  private static final int SUBJECT_LENGTH = 27;
  private static final int POINT = 29;
  private static final int POINT_LENGTH = 64;
  private static final int SUBJECT = POINT + POINT_LENGTH;
  private static final Bytes UNCOMPRESSED = Bytes.of((byte) 4);
  private static final int LONGEST_SUBJECT = 4096;

  boolean fits() {
    return publicKey.length() == 1 + POINT_LENGTH
        && publicKey.at(0) == UNCOMPRESSED.at(0)
        && subject.stream().allMatch(text -> text.length() <= LONGEST_SUBJECT);
  }

  int length() {
    return SUBJECT + subject.map(Bytes::length).orElse(0);
  }

  void write(MemorySegment chunk, int at, int next) {
    chunk.set(JAVA_INT_UNALIGNED, at + NEXT, next);
    chunk.set(JAVA_LONG_UNALIGNED, at + TAG, tag);
    chunk.set(JAVA_CHAR_UNALIGNED, at + APP, app);
    chunk.set(JAVA_CHAR_UNALIGNED, at + APP_ID, appId);
    chunk.set(JAVA_CHAR_UNALIGNED, at + OS_VERSION, osVersion);
    chunk.set(JAVA_LONG_UNALIGNED, at + REGISTERED_AT, registeredAt);
    chunk.set(JAVA_BYTE, at + USED, (byte) 0);
    chunk.set(
        JAVA_CHAR_UNALIGNED,
        at + SUBJECT_LENGTH,
        (char) subject.map(text -> text.length() + 1).orElse(0).intValue());
    put(chunk, at + POINT, publicKey.from(1));
    subject.ifPresent(text -> put(chunk, at + SUBJECT, text));
  }

  static Entry read(MemorySegment chunk, int at) {
    int subject = chunk.get(JAVA_CHAR_UNALIGNED, at + SUBJECT_LENGTH);
    return new Entry(
        tag(chunk, at),
        app(chunk, at),
        chunk.get(JAVA_CHAR_UNALIGNED, at + APP_ID),
        chunk.get(JAVA_CHAR_UNALIGNED, at + OS_VERSION),
        chunk.get(JAVA_LONG_UNALIGNED, at + REGISTERED_AT),
        UNCOMPRESSED.concat(bytes(chunk, at + POINT, POINT_LENGTH)),
        subject == 0 ? Optional.empty() : Optional.of(bytes(chunk, at + SUBJECT, subject - 1)));
  }

  /** The length of what was written there. */
  static int length(MemorySegment chunk, int at) {
    return SUBJECT + Math.max(0, chunk.get(JAVA_CHAR_UNALIGNED, at + SUBJECT_LENGTH) - 1);
  }

  static int next(MemorySegment chunk, int at) {
    return chunk.get(JAVA_INT_UNALIGNED, at + NEXT);
  }

  static void next(MemorySegment chunk, int at, int next) {
    chunk.set(JAVA_INT_UNALIGNED, at + NEXT, next);
  }

  static long tag(MemorySegment chunk, int at) {
    return chunk.get(JAVA_LONG_UNALIGNED, at + TAG);
  }

  static char app(MemorySegment chunk, int at) {
    return chunk.get(JAVA_CHAR_UNALIGNED, at + APP);
  }

  static boolean isUsed(MemorySegment chunk, int at) {
    return chunk.get(JAVA_BYTE, at + USED) != 0;
  }

  static void use(MemorySegment chunk, int at) {
    chunk.set(JAVA_BYTE, at + USED, (byte) 1);
  }

  private static void put(MemorySegment chunk, int at, Bytes bytes) {
    MemorySegment.copy(bytes.toArray(), 0, chunk, JAVA_BYTE, at, bytes.length());
  }

  private static Bytes bytes(MemorySegment chunk, int at, int length) {
    return Bytes.of(chunk.asSlice(at, length).toArray(JAVA_BYTE));
  }
}

package assay.service.keys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Chunks of memory that are filled one after the other and then, from the oldest on, again. An
 * entry's place is its chunk's number times {@link #CHUNK}, and where it begins there. Not for
 * several threads.
 */
final class Ring {
  /** In bytes; some 300 entries, which take about 50 µs to clear. */
  private static final int CHUNK = 1 << 15;

  private static final int NONE = -1;

  private final SegmentAllocator memory;
  private final List<MemorySegment> chunks = new ArrayList<>();
  private final int[] ends;
  private final int tableSize;
  private int[] table = {};
  private int last = NONE;
  private boolean memoryGaveOut;

  /**
   * An empty ring, of at least two chunks.
   *
   * @param mostBytes below 2 GiB
   * @param anEntry bytes that most entries take at least
   * @param memory where chunks come from; where it gives no more, the ring makes do with those that
   *     it has
   */
  Ring(long mostBytes, int anEntry, SegmentAllocator memory) {
    this.memory = memory;
    int most = Math.toIntExact(Math.max(2, Math.min(mostBytes, Integer.MAX_VALUE) / CHUNK));
    this.ends = new int[most];
    this.tableSize = Integer.highestOneBit(most * (CHUNK / anEntry));
  }

  /** Finds an entry, and notes that it was asked for. */
  Optional<Entry> find(long tag, char app) {
    int place = place(tag, app);
    if (place == NONE) {
      return Optional.empty();
    }
    Entry.use(chunk(place), at(place));
    return Optional.of(Entry.read(chunk(place), at(place)));
  }

  /** Adds an entry, unless it is there. */
  void add(Entry entry) {
    if (place(entry.tag(), entry.app()) == NONE && makesRoom(entry.length())) {
      append(entry);
    }
  }

  void remove(long tag, char app) {
    int place = place(tag, app);
    if (place != NONE) {
      unlink(place);
    }
  }

  boolean hasRoom() {
    return chunks.size() < ends.length && !memoryGaveOut;
  }

  private int place(long tag, char app) {
    if (table.length == 0) {
      return NONE;
    }
    int place = table[slot(tag)];
    while (place != NONE
        && (Entry.tag(chunk(place), at(place)) != tag
            || Entry.app(chunk(place), at(place)) != app)) {
      place = Entry.next(chunk(place), at(place));
    }
    return place;
  }

  /** In the last chunk; false where there is none. */
  private boolean makesRoom(int length) {
    if (last == NONE || ends[last] + length > CHUNK) {
      if (hasRoom()) {
        grow();
      }
      if (chunks.isEmpty()) {
        return false;
      }
      last = (last + 1) % chunks.size();
      clear(last);
    }
    return true;
  }

  /** Asks once in vain, as being refused takes half a second, and no request fails for it. */
  private void grow() {
    try {
      chunks.add(memory.allocate(CHUNK));
    } catch (OutOfMemoryError _) {
      memoryGaveOut = true;
    }
  }

  /** Writes to the last chunk. */
  private void append(Entry entry) {
    if (table.length == 0) {
      table = new int[tableSize];
      Arrays.fill(table, NONE);
    }
    int slot = slot(entry.tag());
    entry.write(chunks.get(last), ends[last], table[slot]);
    table[slot] = last * CHUNK + ends[last];
    ends[last] += entry.length();
  }

  private void clear(int number) {
    MemorySegment chunk = chunks.get(number);
    List<Entry> staying = new ArrayList<>();
    int bytes = 0;
    for (int at = 0; at < ends[number]; at += Entry.length(chunk, at)) {
      int length = Entry.length(chunk, at);
      boolean there = unlink(number * CHUNK + at);
      if (there && Entry.isUsed(chunk, at) && bytes + length <= CHUNK / 2) {
        staying.add(Entry.read(chunk, at));
        bytes += length;
      }
    }
    ends[number] = 0;
    staying.forEach(this::append);
  }

  /** Takes an entry out of its chain; false where it is in none, as it was removed. */
  private boolean unlink(int place) {
    int slot = slot(Entry.tag(chunk(place), at(place)));
    int next = Entry.next(chunk(place), at(place));
    if (table[slot] == place) {
      table[slot] = next;
      return true;
    }
    for (int before = table[slot]; before != NONE; before = Entry.next(chunk(before), at(before))) {
      if (Entry.next(chunk(before), at(before)) == place) {
        Entry.next(chunk(before), at(before), next);
        return true;
      }
    }
    return false;
  }

  private int slot(long tag) {
    return (int) tag & table.length - 1;
  }

  private MemorySegment chunk(int place) {
    return chunks.get(place / CHUNK);
  }

  private static int at(int place) {
    return place % CHUNK;
  }
}

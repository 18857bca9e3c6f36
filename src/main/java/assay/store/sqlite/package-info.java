/**
 * The embedded store: one SQLite file, one server process.
 *
 * <p>2026-11: one thread owns the one connection that writes. It takes whatever decisions wait,
 * judges each by conditional statements in one transaction that held the right to write from its
 * beginning, commits, and only then tells the outcomes; the group shares one wait for the disk.
 * Reads have a thread and a connection of their own, which in WAL mode never delay the writer and
 * see everything that was told.
 *
 * <p>2026-11: a lock on a file beside the database keeps a second server away, as two would fight
 * for the write lock. Short commands of an operator open the file beside a running server all the
 * same: SQLite lets one transaction write at a time, whichever process it is of, every decision is
 * made inside one, and nothing that can change is remembered outside of the file.
 */
@NullMarked
package assay.store.sqlite;

import org.jspecify.annotations.NullMarked;

/**
 * One thread with one session, and the tasks that wait for it. What a task does, these classes do
 * not know.
 */
@NullMarked
package assay.store.sqlite.worker;

import org.jspecify.annotations.NullMarked;

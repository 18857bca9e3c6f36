/**
 * The life of a receipt after its key's registration: it is exchanged at Apple for a newer one soon
 * after, and then now and again while the key is in use, which brings the risk metric.
 *
 * <p>2026-11: the queue is the store's, so that instances share the work, nothing is forgotten when
 * one dies, and no two ask for the same receipt at once. Apple is asked here and nowhere on the
 * path of a decision: an assertion reads what was learnt last.
 *
 * <p>2026-11: nothing here sleeps or sets timers. {@link assay.service.refresh.ReceiptRefresh#tick}
 * is called every second or so, and all that depends on time is judged there, by the clock that was
 * handed in; so a day passes in a test in seconds.
 */
@NullMarked
package assay.service.refresh;

import org.jspecify.annotations.NullMarked;

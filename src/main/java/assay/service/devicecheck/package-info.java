/**
 * Asks DeviceCheck in the name of callers, with each device token once.
 *
 * <p>2026-11: a token is marked as used before Apple is asked, so that of those who race one asks,
 * and a crash in between leaves a token that nobody used rather than one that is used twice. It is
 * freed again only where the request surely did not leave: whatever Apple may have seen stays used.
 */
@NullMarked
package assay.service.devicecheck;

import org.jspecify.annotations.NullMarked;

/**
 * Receipts: what Apple says of a device's use of App Attest, signed by Apple's receipt signer.
 *
 * <p><b>2026-11-21: nothing but CMS.</b> The receipts of August to October 2020 carry signed
 * attributes but are signed over the content (protocol.md 3.1). They are refused: the exception
 * would help objects that expired years ago and stay an exception.
 */
@NullMarked
package assay.core.receipt;

import org.jspecify.annotations.NullMarked;

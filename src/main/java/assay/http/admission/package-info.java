/**
 * Who gets in: callers by their tokens, devices as often as the limits let them, both to the apps
 * that exist for them.
 */
@NullMarked
package assay.http.admission;

import org.jspecify.annotations.NullMarked;

/**
 * Apps as they are served: what an operator asks of their evidence and keys, and the conditions
 * that follow from it beyond Apple's steps.
 */
@NullMarked
package assay.service.policy;

import org.jspecify.annotations.NullMarked;

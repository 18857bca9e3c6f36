/** The mistakes that can be named: codes, sentences, what to change, and the line that is right. */
@NullMarked
package assay.core.diagnosis.mistake;

import org.jspecify.annotations.NullMarked;

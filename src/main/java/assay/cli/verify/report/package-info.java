/** What came of judging, step by step: as a person reads it, and as a program does. */
@NullMarked
package assay.cli.verify.report;

import org.jspecify.annotations.NullMarked;

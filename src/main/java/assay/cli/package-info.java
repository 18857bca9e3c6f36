/**
 * The command line: reads arguments and files, prints answers. Exit codes: 0 yes, 1 no, 2 unusable
 * input, 3 a bug.
 */
@NullMarked
package assay.cli;

import org.jspecify.annotations.NullMarked;

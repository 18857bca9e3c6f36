/** Commands that ask Apple, and the clients that they and the server ask with. */
@NullMarked
package assay.cli.apple;

import org.jspecify.annotations.NullMarked;

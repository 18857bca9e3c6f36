/**
 * Which database, and the connections to it: made as the settings say, made again when they are
 * lost, and told apart by what they are for.
 */
@NullMarked
package assay.store.postgres.connection;

import org.jspecify.annotations.NullMarked;

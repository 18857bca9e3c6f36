/**
 * The store for more than one instance, on PostgreSQL 14 or newer.
 *
 * <p>A decision is one statement and one round trip. Under load, what waited while the last
 * statement ran goes together in the next one, so that one commit serves many: in {@code lanes},
 * {@code WaitingDecisions} says who may go together and {@code Lane} runs one group after the
 * other, and the functions in {@code schema/postgres} decide. Why that is right where instances
 * race is said beside the SQL.
 *
 * <p>2026-11-21: the rules are carried out in PL/pgSQL functions and not in one statement with
 * data-modifying parts. In one statement all parts see the same snapshot, and a part that waited
 * for a row of another transaction goes on with rows that its siblings have not seen; a function
 * can hold the rows first and decide then.
 */
@NullMarked
package assay.store.postgres;

import org.jspecify.annotations.NullMarked;

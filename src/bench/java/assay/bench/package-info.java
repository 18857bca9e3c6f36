/**
 * How fast the verifiers are, as ratios: to OpenSSL's bare signature check, and to other libraries
 * on the same objects.
 *
 * <p>{@link assay.bench.Bench} keeps each benchmark warm in a JVM of its own and has JMH measure
 * the two sides of a ratio right after each other, round after round, so that whatever else the
 * machine does falls on both. Figures are per second of CPU time, the clock of {@code openssl
 * speed}: that of all threads of the process, with compiler and garbage collector.
 *
 * <p>Each pass goes over thousands of different objects. The JDK keeps the last 750 certificates
 * that it parsed and each remembers who verified it, so that going over one object again and again
 * measures nothing.
 *
 * <p>The others run with the versions of Jackson and Bouncy Castle that we use, get their keys as
 * objects where we begin at stored bytes, and are asked beforehand to refuse an object for another
 * challenge.
 */
@NullMarked
package assay.bench;

import org.jspecify.annotations.NullMarked;

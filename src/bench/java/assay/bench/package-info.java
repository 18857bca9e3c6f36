/**
 * How fast the verifiers are, as ratios: to OpenSSL's bare signature check, and to other libraries
 * on the same objects.
 *
 * <p>{@link assay.bench.Bench} has JMH run one benchmark after the other, each in a fresh JVM, and
 * begins again for as many rounds as it is told. A ratio is of two figures of the same round, so
 * that whatever else the machine does falls on both. All figures are per second of CPU time, the
 * clock of {@code openssl speed}: of all threads of the process, with compiler and garbage
 * collector.
 *
 * <p>Each pass goes over thousands of different objects. The JDK keeps the last 750 certificates
 * that it parsed and each remembers who verified it, so that going over one object again and again
 * measures nothing.
 */
@NullMarked
package assay.bench;

import org.jspecify.annotations.NullMarked;

/**
 * What a device and Apple make, part by part: certificates, attestation objects, assertions and
 * receipts in the shapes of protocol.md, reproducible to the byte.
 *
 * <p>Nothing here asks a clock or draws a random number. Private keys follow from labels, ECDSA is
 * deterministic (RFC 6979), times and serial numbers are handed in or follow from what is. The
 * vectors are made of the same parts: so that objects that no device would make can be made too,
 * every maker lets each part be replaced, and CBOR and ASN.1 are written by hand, as a library
 * would refuse to write what is wrong.
 */
@NullMarked
package assay.simulator.maker;

import org.jspecify.annotations.NullMarked;

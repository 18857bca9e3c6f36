/**
 * Certificates, public keys and signatures, with the crypto provider handed in.
 *
 * <p><b>2026-11-21: the provider is named, and so registered.</b> PKIX path validation takes the
 * provider of its signature checks by name only, so whoever chooses one must have added it to
 * {@link java.security.Security}; at the end of the list, where it changes nobody's default.
 *
 * <p><b>2026-11-21: no revocation.</b> Apple's attestation certificates name no revocation list and
 * no responder (protocol.md 1.5), and a verifier that opens connections because a certificate says
 * so can be steered.
 *
 * <p><b>2026-11-21: looked over before they are read.</b> A certificate comes from anybody until a
 * root has vouched for it, and the JDK, reading one, may ask a slow provider about its key or the
 * DNS about a host. {@link assay.core.pki.CertificateBytes} refuses those before the JDK sees them.
 */
@NullMarked
package assay.core.pki;

import org.jspecify.annotations.NullMarked;

/**
 * Apple's rules: bytes, a policy and a time in; a verdict out. No I/O, no clock, no randomness, no
 * framework.
 *
 * <p>Here stand the words that all kinds of evidence share: {@link assay.core.Verdict}, {@link
 * assay.core.Step} (every reason code), {@link assay.core.App} (the policy) and the counter rule.
 * The verifiers live by artefact: {@code attestation}, {@code assertion}, {@code receipt}; what
 * they are made of in {@code authenticator} (authenticator data and CBOR) and {@code pki}
 * (certificates and signatures).
 *
 * <p><b>2026-11-21: refusals are answers.</b> Parsers throw the checked {@link
 * assay.core.Malformed}, steps throw the checked {@link assay.core.Refusal}; both are stackless,
 * and each verifier catches them in one place. No other exception leaves this package: the fuzz
 * targets search for one.
 */
@NullMarked
package assay.core;

import org.jspecify.annotations.NullMarked;

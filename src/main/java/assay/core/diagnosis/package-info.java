/**
 * Says why: tries the known mistakes on refused evidence, and names the one that would make the
 * failing step pass.
 *
 * <p><b>2026-11-22: right or silent.</b> A diagnosis sends a developer to a line of code, so a
 * wrong one costs more than none. A mistake is named where the step passes with it, or where the
 * evidence itself says it; what only looks like one is left alone.
 *
 * <p><b>2026-11-22: bounded and pure.</b> Refused evidence is an attacker's favourite thing to
 * send. {@link assay.core.diagnosis.clientdata.Budget} bounds the hashes, the signature checks and
 * the bytes of a diagnosis. It compares only with what the evidence says and with what this server
 * knows already, so whoever reads it learns nothing that helps to make better evidence.
 */
@NullMarked
package assay.core.diagnosis;

import org.jspecify.annotations.NullMarked;

package assay.service.journal;

import assay.core.diagnosis.Known;
import assay.core.diagnosis.mistake.Diagnosis;

/**
 * What is behind a refusal.
 *
 * @param known what it was found by, which a replay needs to find it again
 */
record Found(Diagnosis diagnosis, Known known) {}

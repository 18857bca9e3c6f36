package assay.service;

import assay.store.StoredKey;

/**
 * A registration that stands.
 *
 * @param added false where the key was known before and nothing changed
 */
public record Registered(StoredKey key, boolean added) {}

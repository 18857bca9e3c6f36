package assay.store;

import assay.core.Bytes;

/**
 * Where a key is found: under one app, in one environment.
 *
 * @param app the app's configured name
 * @param keyId 32 bytes
 */
public record AppKey(String app, Environment environment, Bytes keyId) {}

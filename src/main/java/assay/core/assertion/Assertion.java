package assay.core.assertion;

import assay.core.Bytes;

/**
 * What an app sends with a request.
 *
 * @param object what generateAssertion returned, decoded
 * @param clientDataHash exactly what the app gave to generateAssertion: SHA-256 of the client data,
 *     32 bytes
 */
public record Assertion(Bytes object, Bytes clientDataHash) {}

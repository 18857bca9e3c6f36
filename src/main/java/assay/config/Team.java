package assay.config;

import java.nio.file.Path;

/**
 * An Apple developer team, in whose name Apple is asked.
 *
 * @param id 10 characters
 * @param keyId of the private key, 10 characters
 * @param privateKeyFile the .p8 file that Apple gave: PKCS#8 in PEM
 */
public record Team(String id, String keyId, Path privateKeyFile) {}

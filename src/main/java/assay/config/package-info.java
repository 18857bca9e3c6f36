/**
 * What is read once at start and handed in: the configuration, trust anchors and the crypto
 * provider.
 *
 * <p>One YAML file; every value of it may be given by an environment variable instead. How a file
 * is read is the business of {@link assay.config.yaml}; here each section of the file has one class
 * that reads it into one record. Whatever is wrong is collected, so that one start tells it all.
 *
 * <p>Paths in the file are relative to the folder of the file; the one in {@code store: sqlite:…}
 * is relative to the working directory, as it names what the process makes and not what came with
 * the file.
 */
@NullMarked
package assay.config;

import org.jspecify.annotations.NullMarked;

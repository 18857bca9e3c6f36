/**
 * What is read once at start and handed in: the configuration.
 *
 * <p>One YAML file; every value of it may be given by an environment variable instead. How a file
 * is read is the business of {@link assay.config.yaml}; here each section of the file is one
 * record, which reads itself or has one class beside it that does. Whatever is wrong is collected,
 * so that one start tells it all. {@link assay.config.crypto} has what no file decides: Apple's
 * roots and the crypto provider.
 *
 * <p>Paths in the file are relative to the folder of the file; the one in {@code store: sqlite:…}
 * is relative to the working directory, as it names what the process makes and not what came with
 * the file.
 */
@NullMarked
package assay.config;

import org.jspecify.annotations.NullMarked;

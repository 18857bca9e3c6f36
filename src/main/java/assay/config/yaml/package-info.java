/**
 * Reads a YAML file and the environment's variables without knowing what any of it means: lines,
 * members, defaults, and all that is wrong at once.
 *
 * <p>{@code YamlTree} turns the file into {@code Node}s that know their lines. {@link
 * assay.config.yaml.Section} is a mapping, read by its members; a {@code Member} finds its value in
 * a variable before the file. What was read is noted, what nobody asked for is complained of, and
 * {@link assay.config.yaml.Reading} holds what came of it all.
 */
@NullMarked
package assay.config.yaml;

import org.jspecify.annotations.NullMarked;

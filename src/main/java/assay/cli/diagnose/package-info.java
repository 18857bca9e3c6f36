/**
 * {@code assay diagnose}: why a captured request or an object was refused.
 *
 * <p><b>2026-11-22: a front of {@code verify}.</b> {@code verify} prints the diagnosis itself, as
 * whoever reads a refusal wants the reason next; so the objects' subcommands are the same here and
 * there. What this command adds is the request as a developer has it: a {@code curl} command, an
 * HTTP message, or the JSON alone. Commands are taken apart and never run, and nothing that they
 * name is opened.
 */
@NullMarked
package assay.cli.diagnose;

import org.jspecify.annotations.NullMarked;

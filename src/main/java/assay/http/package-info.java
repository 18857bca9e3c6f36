/**
 * The two listeners: public, for devices, and internal, for services and operators.
 *
 * <p>A request goes one way: {@link assay.http.Routes} finds its route, {@link assay.http.Exchange}
 * admits it (limits, caller, app, size, type), a handler of {@code api} turns it into one call of
 * the service and the verdict into an {@link assay.http.answer.Answer}, and {@link assay.http.Wire}
 * writes that. Whatever comes in, the answer is one that openapi.yaml names.
 */
@NullMarked
package assay.http;

import org.jspecify.annotations.NullMarked;

/**
 * The servers of both listeners: event loops, connections, routes, and the way of a request.
 *
 * <p>A request goes one way: {@link assay.http.server.Routes} finds its route, {@link
 * assay.http.server.Exchange} admits it (limits, caller, app, size, type), a handler of {@code api}
 * turns it into one call of the service and the verdict into an {@link assay.http.answer.Answer},
 * and {@link assay.http.wire.Wire} writes that. Whatever comes in, the answer is one that
 * openapi.yaml names.
 */
@NullMarked
package assay.http.server;

import org.jspecify.annotations.NullMarked;

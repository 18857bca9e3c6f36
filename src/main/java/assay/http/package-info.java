/**
 * The two listeners: public, for devices, and internal, for services and operators. Here is what
 * they are told: settings, callers, and the service that they stand in front of; {@code
 * server.Listeners} starts them.
 */
@NullMarked
package assay.http;

import org.jspecify.annotations.NullMarked;

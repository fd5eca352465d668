/**
 * The service: {@link de.landbruecke.server.GatewayServer} starts it or runs one command.
 *
 * <p>Each room below uses the core and {@code shared}, never another room; only {@code token} and
 * {@code account} use {@code identity}.
 */
@NullMarked
package de.landbruecke.server;

import org.jspecify.annotations.NullMarked;

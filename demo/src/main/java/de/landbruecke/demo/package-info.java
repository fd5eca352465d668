/**
 * Two demonstration portals with invented persons: each an OpenID Provider, an online service that
 * signs in through the gateway, and a back end whose interface accepts exchanged tokens.
 *
 * <p>Start at {@link de.landbruecke.demo.DemoPortal}. It is also the home portal of the server's
 * tests, where a {@link de.landbruecke.demo.Fault} makes it answer wrongly. Nothing here uses the
 * server: what a portal needs to know of the gateway stands in the standards. Nothing here is for
 * production either: the passwords and keys are public, and it speaks http on the loopback address.
 *
 * <p>Everything is held in memory and gone with the process. All types are safe to share between
 * threads.
 */
@NullMarked
package de.landbruecke.demo;

import org.jspecify.annotations.NullMarked;

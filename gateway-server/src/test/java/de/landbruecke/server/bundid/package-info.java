/**
 * A small BundID for tests: a web server that answers in SAML 2.0 with BundID's extension, and the
 * messages it writes. Signs and encrypts by the JDK alone, never by what the gateway reads with.
 */
@NullMarked
package de.landbruecke.server.bundid;

import org.jspecify.annotations.NullMarked;

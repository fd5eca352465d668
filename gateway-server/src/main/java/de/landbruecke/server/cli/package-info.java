/**
 * The command line of the server's jar: build, verify and roll back the index, validate catalogs,
 * evaluate rankings, explain hits, report what is searched. Starts without Spring.
 */
@NullMarked
package de.landbruecke.server.cli;

import org.jspecify.annotations.NullMarked;

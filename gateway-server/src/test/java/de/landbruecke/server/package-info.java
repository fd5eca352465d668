/** Tests of the server as a whole, and a small search in memory that they ask. */
@NullMarked
package de.landbruecke.server;

import org.jspecify.annotations.NullMarked;

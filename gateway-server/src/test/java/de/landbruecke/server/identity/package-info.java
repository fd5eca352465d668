/** Tests of the room identity, each store on both databases. */
@NullMarked
package de.landbruecke.server.identity;

import org.jspecify.annotations.NullMarked;

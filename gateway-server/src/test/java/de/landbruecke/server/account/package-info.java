/** Tests of the room, over HTTP against a started server and portals of the demonstration. */
@NullMarked
package de.landbruecke.server.account;

import org.jspecify.annotations.NullMarked;

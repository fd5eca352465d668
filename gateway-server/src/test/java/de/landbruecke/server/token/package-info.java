/** Tests of the authorization server, over HTTP and with clients that are not ours. */
@NullMarked
package de.landbruecke.server.token;

import org.jspecify.annotations.NullMarked;

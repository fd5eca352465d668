/** Tests of the administration. */
@NullMarked
package de.landbruecke.server.admin;

import org.jspecify.annotations.NullMarked;

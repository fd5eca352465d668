/**
 * Administration of the identity gateway at run time: {@code /admin/v1} on the management port, for
 * staff that signs in elsewhere.
 *
 * <p>Start at {@link de.landbruecke.server.admin.AdminOperation}, the one list of what there is and
 * who may do it. Without a configured staff issuer nothing here exists.
 */
@NullMarked
package de.landbruecke.server.admin;

import org.jspecify.annotations.NullMarked;

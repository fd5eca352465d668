/** The gateway between the demonstration's portals and portals that run Keycloak. */
@NullMarked
package de.landbruecke.server.keycloak;

import org.jspecify.annotations.NullMarked;

/** Keycloak from its published distribution, as a portal that nobody here wrote. */
@NullMarked
package de.landbruecke.demo.keycloak;

import org.jspecify.annotations.NullMarked;

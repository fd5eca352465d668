/**
 * Measures the identity gateway beside Keycloak: each a process of its own, over HTTP, by the
 * processor time that the server took. Never shipped.
 *
 * <p>Start at {@code IdentityMeasurements}.
 */
@NullMarked
package de.landbruecke.benchmarks.identity;

import org.jspecify.annotations.NullMarked;

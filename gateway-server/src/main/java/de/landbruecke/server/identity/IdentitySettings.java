package de.landbruecke.server.identity;

import java.net.URI;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/**
 * What the whole identity half was started with.
 *
 * @param issuer the gateway's own issuer, which is also the start of all its addresses; nothing is
 *     ever taken from a request's host instead
 * @param demonstration whether demonstration portals are allowed (profile {@code demo})
 * @param conformance whether clients may be weakened by name (profile {@code conformance})
 */
public record IdentitySettings(URI issuer, boolean demonstration, boolean conformance) {

  static IdentitySettings of(Environment environment) {
    return new IdentitySettings(
        URI.create(environment.getProperty(IdentityCondition.ISSUER, "").strip()),
        environment.acceptsProfiles(Profiles.of("demo")),
        environment.acceptsProfiles(Profiles.of("conformance")));
  }
}

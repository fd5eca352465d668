package de.landbruecke.server.token;

import de.landbruecke.server.identity.IdentitySettings;
import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.shared.IdentityProperties;
import de.landbruecke.trust.SignatureAlgorithm;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/** What we sign with. */
final class Algorithms {

  private Algorithms() {}

  /** All that may be registered: RS256 only for the conformance suite, which demands it. */
  static Set<SignatureAlgorithm> own(IdentitySettings settings) {
    return settings.conformance()
        ? EnumSet.allOf(SignatureAlgorithm.class)
        : EnumSet.complementOf(EnumSet.of(SignatureAlgorithm.RS256));
  }

  /** For access tokens, whoever they are for. */
  static SignatureAlgorithm access(IdentityProperties properties) {
    String name = properties.signingKeys().accessTokens();
    return SignatureAlgorithm.ofHeader(name)
        .orElseThrow(() -> new IllegalStateException("no algorithm " + name));
  }

  /** For what this service gets. */
  static Stream<SignatureAlgorithm> of(RelyingService service) {
    return Stream.concat(
        Stream.of(service.idTokenAlgorithm()), Stream.ofNullable(service.userinfoAlgorithm()));
  }
}

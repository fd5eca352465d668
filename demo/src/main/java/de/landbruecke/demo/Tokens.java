package de.landbruecke.demo;

import com.github.benmanes.caffeine.cache.Cache;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.dpop.JWKThumbprintConfirmation;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import com.nimbusds.openid.connect.sdk.claims.LogoutTokenClaimsSet;
import de.landbruecke.AssuranceLevel;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Issues a portal's tokens, and knows those that are alive. */
final class Tokens {

  static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");
  static final String FOREIGN_ISSUER = "https://foreign.example";

  private static final JOSEObjectType LOGOUT_TOKEN = new JOSEObjectType("logout+jwt");
  static final Duration ACCESS_LIFETIME = Duration.ofMinutes(10);
  private static final Duration ID_LIFETIME = Duration.ofMinutes(5);
  private static final Duration LOGOUT_LIFETIME = Duration.ofMinutes(2);
  private static final Duration FAR = Duration.ofHours(1);

  private final URI issuer;
  private final FederalState state;
  private final SigningKeys keys;
  private final Faults faults;
  private final Clock clock;
  private final Cache<String, Grant> alive;

  Tokens(URI issuer, FederalState state, SigningKeys keys, Faults faults, Clock clock) {
    this.issuer = issuer;
    this.state = state;
    this.keys = keys;
    this.faults = faults;
    this.clock = clock;
    this.alive = Memory.of(ACCESS_LIFETIME, clock);
  }

  /** An access token as RFC 9068 has it, bound to the client's key where there is one. */
  AccessToken access(Grant grant, Optional<JWKThumbprintConfirmation> proofKey)
      throws JOSEException {
    String id = UUID.randomUUID().toString();
    JWTClaimsSet.Builder claims =
        claims(grant, ACCESS_LIFETIME, grant.client().audience().orElse(issuer.toString()))
            .jwtID(id)
            .claim("client_id", grant.client().id().getValue())
            .claim("scope", grant.scope().toString());
    proofKey.ifPresent(key -> {
      var confirmation = key.toJWTClaim();
      claims.claim(confirmation.getKey(), confirmation.getValue());
    });
    String text = keys.sign(ACCESS_TOKEN, claims.build()).serialize();
    alive.put(id, grant);
    return proofKey.isPresent()
        ? new DPoPAccessToken(text, ACCESS_LIFETIME.toSeconds(), grant.scope())
        : new BearerAccessToken(text, ACCESS_LIFETIME.toSeconds(), grant.scope());
  }

  JWT id(Grant grant, AccessToken accessToken) throws JOSEException {
    var claims =
        claims(grant, ID_LIFETIME, grant.client().id().getValue())
            .claim("sid", grant.session().idFor(grant.client().id()))
            .claim(
                "at_hash",
                AccessTokenHash.compute(accessToken, JWSAlgorithm.ES256, null).getValue());
    var nonce = grant.request().getNonce();
    if (nonce != null && !faults.has(Fault.MISSING_NONCE)) {
      claims.claim("nonce", faults.has(Fault.WRONG_NONCE) ? Memory.secret() : nonce.getValue());
    }
    var asked = grant.request().getOIDCClaims();
    if (asked != null && asked.getIDTokenClaimsRequest() != null) {
      Map<String, Object> known = grant.session().person().claims();
      asked.getIDTokenClaimsRequest().getClaimNames(false).stream()
          .filter(known::containsKey)
          .forEach(name -> claims.claim(name, known.get(name)));
    }
    return keys.sign(JOSEObjectType.JWT, claims.build());
  }

  JWT logout(LoginSession session, Client client) throws JOSEException {
    Instant now = clock.instant();
    return keys.sign(
        LOGOUT_TOKEN,
        times(now, LOGOUT_LIFETIME)
            .issuer(issuerInTokens())
            .subject(session.person().subject(Client.SECTOR))
            .audience(audience(client.id().getValue()))
            .jwtID(UUID.randomUUID().toString())
            .claim("sid", session.idFor(client.id()))
            .claim("events", Map.of(LogoutTokenClaimsSet.EVENT_TYPE, Map.of()))
            .build());
  }

  /** The grant of an access token that is ours and alive, with the token's claims. */
  Optional<Opened> open(String accessToken) {
    try {
      JWTClaimsSet claims = keys.open(accessToken, ACCESS_TOKEN);
      Date end = claims.getExpirationTime();
      boolean ended = end == null || !end.toInstant().isAfter(clock.instant());
      Grant grant = claims.getJWTID() == null ? null : alive.getIfPresent(claims.getJWTID());
      return ended || grant == null || !grant.isAlive()
          ? Optional.empty()
          : Optional.of(new Opened(grant, claims));
    } catch (ParseException e) {
      // Whatever it was, it is no token of ours.
      return Optional.empty();
    }
  }

  record Opened(Grant grant, JWTClaimsSet claims) {}

  private JWTClaimsSet.Builder claims(Grant grant, Duration lifetime, String audience) {
    Instant authenticated = grant.session().authenticatedAt();
    if (faults.has(Fault.STALE_LOGIN)) {
      authenticated = authenticated.minus(Duration.ofDays(1));
    }
    JWTClaimsSet.Builder claims =
        times(clock.instant(), lifetime)
            .issuer(issuerInTokens())
            .subject(grant.subject())
            .audience(audience(audience))
            .claim("auth_time", authenticated.getEpochSecond());
    acr(grant.session().level()).ifPresent(acr -> claims.claim("acr", acr));
    return claims;
  }

  private JWTClaimsSet.Builder times(Instant now, Duration lifetime) {
    Instant issued = now;
    if (faults.has(Fault.EXPIRED)) {
      issued = now.minus(FAR).minus(lifetime);
    } else if (faults.has(Fault.ISSUED_IN_FUTURE)) {
      issued = now.plus(FAR);
    }
    return new JWTClaimsSet.Builder()
        .issueTime(Date.from(issued))
        .expirationTime(Date.from(issued.plus(lifetime)));
  }

  private String issuerInTokens() {
    return faults.has(Fault.WRONG_ISSUER) ? FOREIGN_ISSUER : issuer.toString();
  }

  private String audience(String right) {
    return faults.has(Fault.WRONG_AUDIENCE) ? "somebody-else" : right;
  }

  private Optional<String> acr(AssuranceLevel level) {
    if (faults.has(Fault.UNKNOWN_LEVEL)) {
      return Optional.of("urn:example:certainly");
    }
    if (!faults.has(Fault.LOWER_LEVEL)) {
      return Optional.of(state.acr(level));
    }
    return switch (level) {
      case NONE, BASIC -> Optional.empty();
      case LOW -> Optional.of(state.acr(AssuranceLevel.BASIC));
      case SUBSTANTIAL -> Optional.of(state.acr(AssuranceLevel.LOW));
      case HIGH -> Optional.of(state.acr(AssuranceLevel.SUBSTANTIAL));
    };
  }
}

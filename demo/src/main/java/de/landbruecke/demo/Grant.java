package de.landbruecke.demo;

import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.dpop.JWKThumbprintConfirmation;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a code stands for.
 *
 * @param proofKey the only key that may redeem the code, where the client named one
 * @param redeemed a code is used once
 * @param revoked set when the code is used again: its tokens end too (RFC 6749, section 4.1.2)
 */
record Grant(
    Client client,
    AuthenticationRequest request,
    Optional<JWKThumbprintConfirmation> proofKey,
    LoginSession session,
    Instant issuedAt,
    AtomicBoolean redeemed,
    AtomicBoolean revoked) {

  Grant(
      Client client,
      AuthenticationRequest request,
      Optional<JWKThumbprintConfirmation> proofKey,
      LoginSession session,
      Instant issuedAt) {
    this(client, request, proofKey, session, issuedAt, new AtomicBoolean(), new AtomicBoolean());
  }

  /** What was asked for and exists here. */
  Scope scope() {
    Scope granted = new Scope(request.getScope());
    granted.retainAll(Provider.SCOPES);
    return granted;
  }

  String subject() {
    return session.person().subject(Client.SECTOR);
  }

  boolean isAlive() {
    return !revoked.get() && !session.ended().get();
  }
}

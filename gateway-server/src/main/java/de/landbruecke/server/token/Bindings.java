package de.landbruecke.server.token;

import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.identity.SecurityProfile;
import de.landbruecke.server.identity.SenderConstraint;
import de.landbruecke.trust.DpopVerifier;
import de.landbruecke.trust.VerifiedToken.Confirmation;
import org.jspecify.annotations.Nullable;

/** To which keys tokens are bound (RFC 9449, section 5; RFC 8705, section 3). */
final class Bindings {

  private final DpopVerifier proofs;
  private final Endpoints endpoints;

  Bindings(DpopVerifier proofs, Endpoints endpoints) {
    this.proofs = proofs;
    this.endpoints = endpoints;
  }

  /** What a request to the token endpoint proves; uses the proof up. */
  Confirmation prove(TokenRequest request) {
    return request.proof().verify(proofs, endpoints, Endpoints.TOKEN, null);
  }

  /**
   * What new tokens of the client are bound to, of what it proved.
   *
   * @param demandedKey the thumbprint that the code was bound to; null: none
   */
  static Confirmation of(
      RelyingService service, Confirmation proven, @Nullable String demandedKey) {
    if (demandedKey != null && !demandedKey.equals(proven.keyThumbprint())) {
      throw Refusal.of("invalid_dpop_proof", "the code is bound to another key");
    }
    SenderConstraint constraint = service.senderConstraint();
    boolean key = proven.keyThumbprint() != null;
    // A certificate binds only where that is registered: it may be there to authenticate, and who
    // may choose has chosen by sending a proof.
    boolean certificate =
        proven.certificateThumbprint() != null
            && (constraint == SenderConstraint.MTLS
                || (constraint == SenderConstraint.ANY && !key));
    boolean enough =
        switch (constraint) {
          case NONE -> service.profile() != SecurityProfile.FAPI2 || key;
          case DPOP -> key;
          case MTLS -> certificate;
          case ANY -> key || certificate;
        };
    if (!enough) {
      throw constraint == SenderConstraint.MTLS
          ? Refusal.of("invalid_request", "the client must use its certificate")
          : Refusal.of("invalid_dpop_proof", "the client must prove a key");
    }
    return new Confirmation(
        proven.keyThumbprint(), certificate ? proven.certificateThumbprint() : null);
  }

  /** Whether a request proves every key that something is bound to. */
  static boolean fits(Confirmation bound, Confirmation proven) {
    return (bound.keyThumbprint() == null || bound.keyThumbprint().equals(proven.keyThumbprint()))
        && (bound.certificateThumbprint() == null
            || bound.certificateThumbprint().equals(proven.certificateThumbprint()));
  }

  /** {@code token_type}. */
  static String type(Confirmation keys) {
    return keys.keyThumbprint() == null ? "Bearer" : "DPoP";
  }
}

package de.landbruecke.exchange;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why no token is issued: the name goes to the audit log, the code and reason to the caller. */
public enum DenialReason {
  /** A parameter is missing, empty, sent twice or not understood (RFC 8693, section 2.1). */
  MALFORMED_REQUEST("invalid_request", null),
  /** The subject token does not hold, or not for this caller (RFC 8693, section 2.2.2). */
  SUBJECT_TOKEN_REFUSED("invalid_request", "subject_token_refused"),
  /** The actor token does not hold, or not for this caller (RFC 8693, section 2.2.2). */
  ACTOR_TOKEN_REFUSED("invalid_request", "actor_token_refused"),
  /** Forged, too long, or an actor that {@code may_act} does not name (RFC 8693, section 4). */
  ACTOR_NOT_ALLOWED("invalid_request", "actor_not_allowed"),
  /** The token is bound to a key that the caller did not prove, or the rule wants a bound one. */
  SENDER_CONSTRAINT("invalid_request", "sender_constraint"),
  /** The token was used as often as it may be. */
  REPLAYED("invalid_request", "replayed"),
  /** The citizen signed in more weakly, or longer ago, than the service demands (RFC 9470). */
  ASSURANCE_TOO_LOW("invalid_request", "insufficient_user_authentication"),
  /** The citizen is not known to the target under this account: a browser is needed. */
  LINK_REQUIRED("invalid_request", "link_required"),
  /** The citizen has not released this to the target: a browser is needed. */
  CONSENT_REQUIRED("invalid_request", "consent_required"),
  /** No rule lets this portal reach this service. */
  TARGET_NOT_ALLOWED("invalid_target", null),
  /** More than the token and the rule have in common. */
  SCOPE_NOT_ALLOWED("invalid_scope", null);

  private final String error;
  private final @Nullable String reason;

  DenialReason(String error, @Nullable String reason) {
    this.error = error;
    this.reason = reason;
  }

  /** The code of OAuth at a token exchange. */
  public String error() {
    return error;
  }

  /** The member {@code reason} of the answer. */
  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }
}

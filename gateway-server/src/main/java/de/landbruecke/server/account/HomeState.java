package de.landbruecke.server.account;

import de.landbruecke.server.shared.Json;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is kept with a transaction while the browser is at a home portal, and of former visits.
 *
 * @param issuer the id of the portal, which alone may answer (mix-up defence, RFC 9700, section
 *     4.4)
 * @param issuerUri its issuer identifier when the browser left
 * @param nonce what its ID token must repeat, or the id of the request that its SAML response must
 *     name
 * @param verifier of PKCE (RFC 7636)
 * @param proofKey the private key that the code is bound to (RFC 9449), as JSON; null: none
 * @param leftAt when the browser left, in seconds since 1970
 * @param fresh whether the citizen had to prove anew to be there
 * @param session the session that the account is to be linked to; null: none
 * @param language of the pages, as a tag
 * @param answer the SAML response that a form of another site brought, until the browser asks for
 *     it with its cookies; null: none yet
 * @param tooLow how often each portal answered with a lower level than asked
 */
record HomeState(
    String issuer,
    String issuerUri,
    String nonce,
    String verifier,
    @Nullable String proofKey,
    long leftAt,
    boolean fresh,
    @Nullable String session,
    String language,
    @Nullable String answer,
    Map<String, Integer> tooLow) {

  /** How often a portal may be asked again after it answered too low. */
  static final int MOST_RETRIES = 2;

  HomeState {
    tooLow = Map.copyOf(tooLow);
  }

  /** Nothing but the memory of former visits. */
  static HomeState memory(Map<String, Integer> tooLow) {
    return new HomeState("", "", "", "", null, 0, false, null, "de", null, tooLow);
  }

  /** What was kept; nothing where nothing was. */
  static HomeState read(@Nullable String json) {
    return json == null ? memory(Map.of()) : Json.read(json, HomeState.class);
  }

  String write() {
    return Json.text(this);
  }

  /** The same with the portal's answer. */
  HomeState answered(String message) {
    return new HomeState(
        issuer, issuerUri, nonce, verifier, proofKey, leftAt, fresh, session, language, message,
        tooLow);
  }

  /** The same after the portal answered too low once more. */
  HomeState tooLowAgain() {
    Map<String, Integer> more = new TreeMap<>(tooLow);
    more.merge(issuer, 1, Integer::sum);
    return memory(more);
  }

  /** Whether the portal may be asked (again). */
  boolean mayAsk(String portal) {
    return tooLow.getOrDefault(portal, 0) <= MOST_RETRIES;
  }

  /** Without values, which must not reach a log. */
  @Override
  public String toString() {
    return "HomeState[" + issuer + "]";
  }
}

package de.landbruecke.server.token;

import java.util.Map;

/** One grant of the token endpoint. */
interface GrantHandler {

  /** Whether this {@code grant_type} is its. */
  boolean handles(String grantType);

  /**
   * The members of the answer (RFC 6749, section 5.1). Notes {@link TokenRequest#use} before it
   * issues anything.
   *
   * @throws Refusal when there is no token
   */
  Map<String, Object> handle(TokenRequest request);
}

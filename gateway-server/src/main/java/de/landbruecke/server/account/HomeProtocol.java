package de.landbruecke.server.account;

import de.landbruecke.server.identity.HomeIssuer;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * How the browser is sent to a home portal and what comes back, in one protocol. Implementations
 * are safe to share between threads and wait two seconds at most for each answer of a portal.
 */
interface HomeProtocol {

  /**
   * Where the browser goes, and what to keep meanwhile.
   *
   * @param form what it sends there by a form; empty: it is redirected
   * @param state by which the answer is found again
   */
  record Departure(URI address, Map<String, String> form, String state, HomeState kept) {
    public Departure {
      form = Map.copyOf(form);
    }
  }

  /** Whether the portal is known to be unreachable just now; answers without waiting for it. */
  boolean isDown(HomeIssuer issuer);

  /**
   * Prepares a sign-in.
   *
   * @throws TroubleException when the portal cannot be reached or answers wrongly
   */
  Departure depart(HomeIssuer issuer, HomeRequest request, HomeState memory)
      throws TroubleException;

  /**
   * Checks the portal's answer.
   *
   * @param answer the parameters that the browser brought
   * @param kept with the transaction that the answer belongs to
   * @throws TroubleException when it does not hold; nothing may be kept of it then
   */
  HomeLogin redeem(
      HomeIssuer issuer, Map<String, List<String>> answer, HomeState kept, HomeRequest request)
      throws TroubleException;
}

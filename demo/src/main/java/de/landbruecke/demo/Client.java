package de.landbruecke.demo;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.oauth2.sdk.id.ClientID;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * A client of a portal's provider.
 *
 * @param key public
 * @param audience of the access tokens it gets, or empty for the portal's own attributes only
 */
record Client(
    ClientID id,
    String name,
    ECKey key,
    URI redirectUri,
    URI postLogoutRedirectUri,
    Optional<URI> backChannelLogoutUri,
    Optional<String> audience) {

  /** How the gateway is known at each portal. */
  static final String GATEWAY = "landbruecke";

  /**
   * The gateway and the portal's back end see one subject: the gateway could not tell whose token
   * the back end exchanges otherwise.
   */
  static final String SECTOR = "landbruecke";

  static Map<ClientID, Client> of(PortalOptions options, URI origin) {
    FederalState state = options.state();
    String gateway = options.gateway().toString();
    Client relying =
        new Client(
            new ClientID(GATEWAY),
            "Landbrücke",
            DemonstrationKeys.of(GATEWAY).toPublicJWK(),
            URI.create(gateway + "/login/oauth2/code/" + state.issuerId()),
            URI.create(gateway + "/"),
            Optional.of(URI.create(gateway + "/logout/connect/back-channel/" + state.issuerId())),
            Optional.empty());
    Client backend =
        new Client(
            new ClientID(state.backendClientId()),
            "Mein Konto",
            DemonstrationKeys.of(state.backendClientId()).toPublicJWK(),
            URI.create(origin + AccountPages.CALLBACK_PATH),
            URI.create(origin + "/"),
            Optional.empty(),
            Optional.of(state.backendClientId()));
    return Map.of(relying.id(), relying, backend.id(), backend);
  }
}

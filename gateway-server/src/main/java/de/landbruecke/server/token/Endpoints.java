package de.landbruecke.server.token;

import de.landbruecke.server.identity.IdentitySettings;
import de.landbruecke.server.shared.IdentityProperties;
import java.net.URI;

/** The addresses of this server. They start with the issuer, never with what a request says. */
final class Endpoints {

  static final String AUTHORIZE = "/oauth2/authorize";
  static final String RESUME = "/oauth2/authorize/resume";
  static final String PUSH = "/oauth2/par";
  static final String TOKEN = "/oauth2/token";
  static final String KEYS = "/oauth2/jwks";
  static final String INTROSPECT = "/oauth2/introspect";
  static final String REVOKE = "/oauth2/revoke";
  static final String USERINFO = "/userinfo";
  static final String LOGOUT = "/connect/logout";
  static final String LOGOUT_CONFIRMED = "/connect/logout/confirmed";

  /** Where the room {@code account} takes over. */
  static final String SIGN_IN = "/konto/anmelden/";

  /** The room {@code account} shows there who has confirmed a logout. */
  static final String LOGGED_OUT = "/konto/abgemeldet";

  private final String issuer;
  private final String mutual;

  /** Those of this issuer, and of its port for certificates. */
  Endpoints(IdentitySettings settings, IdentityProperties.Mtls mtls) {
    this.issuer = settings.issuer().toString();
    this.mutual =
        mtls.address() == null
            ? "https://" + settings.issuer().getHost() + ":" + mtls.port()
            : mtls.address();
  }

  /** Our own name, exactly as it is in tokens. */
  String issuer() {
    return issuer;
  }

  /** The full address of a path. */
  URI address(String path) {
    String start = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    return URI.create(start + path);
  }

  /** The full address of a path at the port for certificates. */
  URI mutual(String path) {
    return URI.create(mutual + path);
  }
}

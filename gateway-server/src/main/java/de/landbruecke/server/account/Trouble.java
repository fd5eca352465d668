package de.landbruecke.server.account;

import java.util.Locale;
import org.springframework.http.HttpStatus;

/** The eight ways in which a sign-in can fail, as citizens are told; none blames them. */
enum Trouble {
  USER_CANCELLED(HttpStatus.OK, "access_denied"),
  PROVIDER_DOWN(HttpStatus.BAD_GATEWAY, "temporarily_unavailable"),
  LEVEL_TOO_LOW(HttpStatus.FORBIDDEN, "unmet_authentication_requirements"),
  ACCOUNT_UNSUITABLE(HttpStatus.FORBIDDEN, "access_denied"),
  DATA_MISMATCH(HttpStatus.CONFLICT, "access_denied"),
  SESSION_EXPIRED(HttpStatus.GONE, "access_denied"),
  TECHNICAL(HttpStatus.INTERNAL_SERVER_ERROR, "server_error"),
  REQUEST_INVALID(HttpStatus.BAD_REQUEST, "invalid_request");

  private final HttpStatus status;
  private final String error;

  Trouble(HttpStatus status, String error) {
    this.status = status;
    this.error = error;
  }

  /** The status of the page that tells it. */
  HttpStatus status() {
    return status;
  }

  /** What the service is told when the citizen goes back to it. */
  String error() {
    return error;
  }

  /** The short name on the page, for whoever is asked for help: {@code provider-down}. */
  String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

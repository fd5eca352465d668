package de.landbruecke.server.shared;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.ResponseCookie;

/**
 * The cookies of the identity rooms: by which a browser is known again in a transaction, and in a
 * session. On https their names bind them to this host alone (RFC 6265bis, section 4.1.3.2), so
 * that no sister host can plant one; plain names are only for http on loopback hosts.
 *
 * <p>Immutable.
 */
public final class IdentityCookies {

  private static final int LONGEST = 200;

  private final boolean secure;

  /**
   * The cookies of a gateway.
   *
   * @param secure whether its issuer has https
   */
  public IdentityCookies(boolean secure) {
    this.secure = secure;
  }

  /** The secret of the browser's transactions. */
  public Optional<String> browser(HttpServletRequest request) {
    return read(request, "lb-browser");
  }

  /** The secret of the browser's session. */
  public Optional<String> session(HttpServletRequest request) {
    return read(request, "lb-session");
  }

  /** The account that the browser was asked to remember: the id of a home issuer. */
  public Optional<String> account(HttpServletRequest request) {
    return read(request, "lb-account");
  }

  /** The secret name of the logout that the browser may ask about. */
  public Optional<String> logout(HttpServletRequest request) {
    return read(request, "lb-logout");
  }

  /** Gives the browser the secret name of a logout for ten minutes. */
  public ResponseCookie setLogout(String value) {
    return cookie("lb-logout", value).maxAge(Duration.ofMinutes(10)).build();
  }

  /** Gives the browser a secret for its transactions, gone when it is closed. */
  public ResponseCookie setBrowser(String value) {
    return cookie("lb-browser", value).build();
  }

  /** Gives the browser the secret of a session. */
  public ResponseCookie setSession(String value) {
    return cookie("lb-session", value).build();
  }

  /** Takes the secret of a session away. */
  public ResponseCookie clearSession() {
    return cookie("lb-session", "").maxAge(0).build();
  }

  /** Remembers an account for a year. */
  public ResponseCookie setAccount(String issuer) {
    return cookie("lb-account", issuer).maxAge(Duration.ofDays(365)).build();
  }

  /** Forgets the account. */
  public ResponseCookie clearAccount() {
    return cookie("lb-account", "").maxAge(0).build();
  }

  private ResponseCookie.ResponseCookieBuilder cookie(String name, String value) {
    return ResponseCookie.from(name(name), value)
        .httpOnly(true)
        .secure(secure)
        .sameSite("Lax")
        .path("/");
  }

  private String name(String name) {
    return secure ? "__Host-" + name : name;
  }

  /** A name that stands twice is nobody's: one of the two was planted. */
  private Optional<String> read(HttpServletRequest request, String name) {
    Cookie[] cookies = request.getCookies();
    if (cookies == null) {
      return Optional.empty();
    }
    String found = null;
    for (Cookie cookie : cookies) {
      if (cookie.getName().equals(name(name))) {
        if (found != null) {
          return Optional.empty();
        }
        found = cookie.getValue();
      }
    }
    return Optional.ofNullable(found)
        .filter(value -> !value.isEmpty() && value.length() <= LONGEST);
  }
}

package de.landbruecke.trust;

import de.landbruecke.trust.GuardedHttp.Answer;
import de.landbruecke.trust.GuardedHttp.Request;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * Fetches key sets, and discovery documents, by {@link GuardedHttp}: in one second, and only JSON
 * with status 200.
 */
public final class HttpKeySetFetcher implements KeySetFetcher {

  private static final Duration DEADLINE = Duration.ofSeconds(1);
  private static final Set<String> TYPES = Set.of("application/json", "application/jwk-set+json");
  private static final Map<String, String> HEADERS =
      Map.of("Accept", "application/jwk-set+json, application/json");

  private final GuardedHttp http;

  /** Trusts the certificates that {@code tls} trusts. */
  public HttpKeySetFetcher(SSLContext tls) {
    this(new GuardedHttp(tls));
  }

  /** Fetches by {@code http}, which stays the caller's to close. */
  public HttpKeySetFetcher(GuardedHttp http) {
    this.http = Objects.requireNonNull(http);
  }

  @Override
  public String fetch(TrustedIssuer issuer) throws IOException {
    URI address =
        issuer
            .keySetAddress()
            .orElseThrow(
                () -> new IOException("issuer " + issuer.id() + " has no key set address"));
    return fetch(address, issuer.network());
  }

  /**
   * A JSON document of a registered host, such as an issuer's metadata.
   *
   * @throws IOException when it could not be had
   */
  public String fetch(URI address, TrustedIssuer.Network network) throws IOException {
    Answer answer = http.send(new Request("GET", address, HEADERS, null), network, DEADLINE);
    if (answer.status() != 200) {
      throw new IOException(
          "status " + answer.status() + " instead of 200; redirects are not followed");
    }
    String type = answer.header("Content-Type").orElse("");
    int parameters = type.indexOf(';');
    String media = (parameters < 0 ? type : type.substring(0, parameters)).strip();
    if (!TYPES.contains(media.toLowerCase(Locale.ROOT))) {
      throw new IOException("a content type that is not JSON");
    }
    return answer.text();
  }
}

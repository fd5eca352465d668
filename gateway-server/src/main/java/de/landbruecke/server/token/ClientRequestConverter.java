package de.landbruecke.server.token;

import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Takes from a request how its client wants to be authenticated. Exactly one way is allowed (RFC
 * 6749, section 2.3), so unlike Spring's own it does not stop at the first that it finds; there are
 * no public clients.
 */
final class ClientRequestConverter implements AuthenticationConverter {

  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  /** What a token exchange may name several times; its own checks refuse more than one. */
  static final Set<String> REPEATABLE = Set.of("resource", "audience");

  @Override
  public Authentication convert(HttpServletRequest request) {
    Parameters parameters = Parameters.ofForm(request).requireSingle(REPEATABLE);
    List<String> authorization = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
    List<Authentication> ways = new ArrayList<>();
    if (!authorization.isEmpty()) {
      ways.add(basic(authorization, parameters));
    }
    if (parameters.has("client_assertion") || parameters.has("client_assertion_type")) {
      ways.add(assertion(parameters));
    }
    if (parameters.has("client_secret")) {
      ways.add(
          token(
              parameters.required("client_id"),
              ClientAuthenticationMethod.CLIENT_SECRET_POST,
              parameters.required("client_secret")));
    }
    if (ways.size() > 1) {
      throw Refusal.of("invalid_request", "more than one way to authenticate");
    }
    if (!ways.isEmpty()) {
      return ways.getFirst();
    }
    // A certificate alone says nothing: browsers and proxies have one, too.
    List<X509Certificate> certificates = MutualTls.certificates(request);
    if (certificates.isEmpty()) {
      throw Refusal.client();
    }
    return parameters
        .one("client_id")
        .map(id -> token(id, ClientAuthenticationMethod.TLS_CLIENT_AUTH, certificates))
        .orElseThrow(Refusal::client);
  }

  private static Authentication basic(List<String> headers, Parameters parameters) {
    String header = headers.getFirst();
    if (headers.size() > 1 || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
      throw Refusal.client();
    }
    String pair;
    try {
      pair =
          new String(
              Base64.getDecoder().decode(header.substring(6).trim()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.client();
    }
    int colon = pair.indexOf(':');
    if (colon < 1) {
      throw Refusal.client();
    }
    String id = decoded(pair.substring(0, colon));
    String secret = decoded(pair.substring(colon + 1));
    requireSame(parameters.one("client_id"), id);
    return token(id, ClientAuthenticationMethod.CLIENT_SECRET_BASIC, secret);
  }

  private static Authentication assertion(Parameters parameters) {
    if (!parameters.required("client_assertion_type").equals(ASSERTION_TYPE)) {
      throw Refusal.malformed("client_assertion_type");
    }
    String assertion = parameters.required("client_assertion");
    String id = claimedSubject(assertion);
    requireSame(parameters.one("client_id"), id);
    return token(id, ClientAuthenticationMethod.PRIVATE_KEY_JWT, assertion);
  }

  /** Whose assertion it wants to be; whether it is shows only afterwards. */
  private static String claimedSubject(String assertion) {
    try {
      String subject = SignedJWT.parse(assertion).getJWTClaimsSet().getSubject();
      if (subject == null || subject.isBlank()) {
        throw Refusal.client();
      }
      return subject;
    } catch (ParseException | IllegalArgumentException e) {
      throw Refusal.client();
    }
  }

  private static void requireSame(Optional<String> named, String id) {
    if (named.isPresent() && !named.get().equals(id)) {
      throw Refusal.client();
    }
  }

  /** Form encoding inside of Basic (RFC 6749, section 2.3.1). */
  private static String decoded(String text) {
    try {
      return java.net.URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.client();
    }
  }

  private static Authentication token(
      String clientId, ClientAuthenticationMethod method, Object credentials) {
    if (clientId.isBlank()) {
      throw Refusal.client();
    }
    return new OAuth2ClientAuthenticationToken(clientId, method, credentials, null);
  }
}

package de.landbruecke.server.token;

import de.landbruecke.server.identity.Attribute;
import de.landbruecke.server.identity.AuditEvent;
import de.landbruecke.server.identity.AuditLog;
import de.landbruecke.server.identity.ConditionalOnIdentity;
import de.landbruecke.server.identity.Grant;
import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.identity.SelfTests;
import de.landbruecke.server.identity.Session;
import de.landbruecke.server.identity.Sessions;
import de.landbruecke.server.identity.TokenKind;
import de.landbruecke.server.identity.Tokens;
import de.landbruecke.trust.DpopVerifier;
import de.landbruecke.trust.LevelMap;
import de.landbruecke.trust.SignatureAlgorithm;
import de.landbruecke.trust.VerifiedToken.Confirmation;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/**
 * The released attributes (OpenID Connect Core, section 5.3), while the session lasts. The access
 * token is known by its hash, so one that was revoked is refused at once.
 */
@Hidden
@ConditionalOnIdentity
@RestController
final class UserinfoController {

  private final Tokens tokens;
  private final Sessions sessions;
  private final Clients clients;
  private final DpopVerifier proofs;
  private final Signer signer;
  private final Endpoints endpoints;
  private final AuditLog audit;
  private final @Nullable SelfTests selfTests;

  UserinfoController(
      Tokens tokens,
      Sessions sessions,
      Clients clients,
      DpopVerifier proofs,
      Signer signer,
      Endpoints endpoints,
      AuditLog audit,
      ObjectProvider<SelfTests> selfTests) {
    this.tokens = tokens;
    this.sessions = sessions;
    this.clients = clients;
    this.proofs = proofs;
    this.signer = signer;
    this.endpoints = endpoints;
    this.audit = audit;
    this.selfTests = selfTests.getIfAvailable();
  }

  /** A token and how it was sent. */
  private record Presented(String token, boolean dpop) {}

  /** Why there is no answer (RFC 6750, section 3.1; RFC 9449, section 7.1; RFC 9470). */
  private static final class Challenge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String error;
    private final transient Map<String, String> members;

    Challenge(int status, String error, Map<String, String> members) {
      super(error, null, false, false);
      this.status = status;
      this.error = error;
      this.members = new LinkedHashMap<>(members);
    }

    Challenge(String error) {
      this(401, error, Map.of());
    }
  }

  @RequestMapping(
      path = Endpoints.USERINFO,
      method = {RequestMethod.GET, RequestMethod.POST})
  void userinfo(HttpServletRequest http, HttpServletResponse response) throws IOException {
    try {
      answer(http, response);
    } catch (Challenge challenge) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, header("Bearer", challenge));
      response.addHeader(
          HttpHeaders.WWW_AUTHENTICATE,
          header("DPoP", challenge) + " algs=\"" + algorithms() + "\"");
      RefusalWriter.write(
          response,
          challenge.status,
          challenge.error.isEmpty() ? Map.of() : Map.of("error", challenge.error));
    }
  }

  private void answer(HttpServletRequest http, HttpServletResponse response) throws IOException {
    Presented presented = presented(http);
    Grant grant =
        tokens
            .grantOf(TokenKind.ACCESS, presented.token())
            .orElseThrow(() -> new Challenge("invalid_token"));
    GrantContent content = GrantContent.of(grant);
    requireProof(http, presented, content.keys());
    RelyingService service =
        clients.service(grant.clientId()).orElseThrow(() -> new Challenge("invalid_token"));
    Session session =
        Optional.ofNullable(grant.session())
            .flatMap(sessions::byId)
            .orElseThrow(() -> new Challenge("invalid_token"));
    if (!content.scopes().contains("openid")) {
      throw new Challenge(403, "insufficient_scope", Map.of("scope", "openid"));
    }
    if (!LevelMap.OWN.proven(content.acr()).level().isAtLeast(service.minimumLevel())) {
      throw new Challenge(
          401,
          "insufficient_user_authentication",
          LevelMap.acr(service.minimumLevel())
              .map(acr -> Map.of("acr_values", acr))
              .orElse(Map.of()));
    }
    if (selfTests != null) {
      audit.append(
          AuditEvent.technical(SelfTests.USED, "ok")
              .client(grant.clientId())
              .detail("grant", grant.id())
              .build());
    }
    List<Attribute> released =
        session.attributes().stream()
            .filter(attribute -> content.released().contains(attribute.name()))
            .toList();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("sub", content.subject());
    claims.putAll(Claims.of(released));
    SignatureAlgorithm algorithm = service.userinfoAlgorithm();
    if (algorithm == null) {
      RefusalWriter.write(response, 200, claims);
      return;
    }
    // OpenID Connect Core, section 5.3.2.
    claims.put("iss", endpoints.issuer());
    claims.put("aud", service.clientId());
    RefusalWriter.write(
        response,
        200,
        "application/jwt",
        signer.sign(algorithm, Signer.PLAIN, claims).getBytes(StandardCharsets.US_ASCII));
  }

  private static Presented presented(HttpServletRequest http) {
    List<String> headers = Collections.list(http.getHeaders(HttpHeaders.AUTHORIZATION));
    if (http.getQueryString() != null && http.getQueryString().contains("access_token")) {
      // RFC 9700, section 4.3.2: an address is no place for a token.
      throw new Challenge(400, "invalid_request", Map.of());
    }
    Optional<String> inBody = inBody(http);
    if (headers.size() + (inBody.isPresent() ? 1 : 0) > 1) {
      throw new Challenge(400, "invalid_request", Map.of());
    }
    if (inBody.isPresent()) {
      return new Presented(inBody.get(), false);
    }
    if (headers.isEmpty()) {
      throw new Challenge("");
    }
    String[] parts = headers.getFirst().split(" ", 2);
    boolean dpop = parts[0].equalsIgnoreCase("DPoP");
    if (parts.length != 2 || (!dpop && !parts[0].equalsIgnoreCase("Bearer"))) {
      throw new Challenge(400, "invalid_request", Map.of());
    }
    return new Presented(parts[1].trim(), dpop);
  }

  /** RFC 6750, section 2.2. */
  private static Optional<String> inBody(HttpServletRequest http) {
    if (!http.getMethod().equals("POST") || http.getContentType() == null) {
      return Optional.empty();
    }
    try {
      return Parameters.ofForm(http).one("access_token");
    } catch (Refusal refusal) {
      throw new Challenge(400, refusal.code(), Map.of());
    }
  }

  private void requireProof(HttpServletRequest http, Presented presented, Confirmation keys) {
    if (presented.dpop() != (keys.keyThumbprint() != null)) {
      throw new Challenge("invalid_token");
    }
    SenderProof proof = SenderProof.of(http);
    Confirmation proven;
    if (presented.dpop()) {
      if (proof.dpop().isEmpty()) {
        throw new Challenge("invalid_dpop_proof");
      }
      try {
        proven = proof.verify(proofs, endpoints, Endpoints.USERINFO, presented.token());
      } catch (Refusal refusal) {
        throw new Challenge(refusal.code());
      }
    } else {
      proven = new Confirmation(null, proof.thumbprint());
    }
    if (!Bindings.fits(keys, proven)) {
      throw new Challenge("invalid_token");
    }
  }

  private static String header(String scheme, Challenge challenge) {
    StringBuilder text = new StringBuilder(scheme).append(" realm=\"landbruecke\"");
    if (!challenge.error.isEmpty()) {
      text.append(", error=\"").append(challenge.error).append('"');
    }
    challenge.members.forEach(
        (name, value) -> text.append(", ").append(name).append("=\"").append(value).append('"'));
    return scheme.equals("DPoP") ? text + "," : text.toString();
  }

  private static String algorithms() {
    return Clients.ALGORITHMS.stream()
        .map(SignatureAlgorithm::header)
        .sorted()
        .collect(Collectors.joining(" "));
  }
}

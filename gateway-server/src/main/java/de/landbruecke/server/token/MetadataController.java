package de.landbruecke.server.token;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.identity.ClientAuthentication;
import de.landbruecke.server.identity.ConditionalOnIdentity;
import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.identity.IdentitySettings;
import de.landbruecke.server.identity.Registry;
import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.identity.SigningKeys;
import de.landbruecke.server.shared.IdentityProperties;
import de.landbruecke.server.shared.Json;
import de.landbruecke.trust.LevelMap;
import de.landbruecke.trust.SignatureAlgorithm;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What this server says of itself (OpenID Connect Discovery 1.0; RFC 8414), and its keys. What it
 * lists is what it does, and is read from where it is decided.
 */
@Hidden
@ConditionalOnIdentity
@RestController
final class MetadataController {

  /** A removed key is gone from others' caches after this, and refused here at once. */
  private static final String BRIEFLY = "public, max-age=300";

  private final Endpoints endpoints;
  private final Clients clients;
  private final Registry registry;
  private final SigningKeys keys;
  private final MutualTls mutualTls;
  private final IdentitySettings settings;
  private final SignatureAlgorithm accessAlgorithm;

  MetadataController(
      Endpoints endpoints,
      Clients clients,
      Registry registry,
      SigningKeys keys,
      MutualTls mutualTls,
      IdentitySettings settings,
      IdentityProperties properties) {
    this.endpoints = endpoints;
    this.clients = clients;
    this.registry = registry;
    this.keys = keys;
    this.mutualTls = mutualTls;
    this.settings = settings;
    this.accessAlgorithm = Algorithms.access(properties);
  }

  @GetMapping({"/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"})
  ResponseEntity<byte[]> metadata() {
    return cached(MediaType.APPLICATION_JSON, Json.bytes(document()));
  }

  @GetMapping(Endpoints.KEYS)
  ResponseEntity<byte[]> keys() {
    // Known to whoever reads the set before they sign for the first time.
    Stream.concat(Stream.of(accessAlgorithm), clients.services().flatMap(Algorithms::of))
        .distinct()
        .forEach(algorithm -> keys.current(JWSAlgorithm.parse(algorithm.header())));
    JWKSet published = keys.published().toPublicJWKSet();
    List<Map<String, Object>> list = published.getKeys().stream().map(JWK::toJSONObject).toList();
    return cached(
        MediaType.parseMediaType("application/jwk-set+json"), Json.bytes(Map.of("keys", list)));
  }

  private Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("issuer", endpoints.issuer());
    address(document, "authorization_endpoint", Endpoints.AUTHORIZE);
    address(document, "pushed_authorization_request_endpoint", Endpoints.PUSH);
    address(document, "token_endpoint", Endpoints.TOKEN);
    address(document, "jwks_uri", Endpoints.KEYS);
    address(document, "userinfo_endpoint", Endpoints.USERINFO);
    address(document, "introspection_endpoint", Endpoints.INTROSPECT);
    address(document, "revocation_endpoint", Endpoints.REVOKE);
    address(document, "end_session_endpoint", Endpoints.LOGOUT);
    document.put("response_types_supported", List.of("code"));
    document.put("response_modes_supported", List.of("query"));
    document.put("grant_types_supported", new TreeSet<>(TokenRequestConverter.GRANTS));
    document.put("subject_types_supported", List.of("pairwise"));
    List<String> own = headers(Algorithms.own(settings));
    document.put("id_token_signing_alg_values_supported", own);
    document.put("userinfo_signing_alg_values_supported", own);
    document.put("scopes_supported", union(RelyingService::scopes));
    document.put("acr_values_supported", levels());
    document.put("claims_supported", claims());
    document.put("claim_types_supported", List.of("normal"));
    document.put("claims_parameter_supported", true);
    document.put("request_parameter_supported", true);
    document.put("request_uri_parameter_supported", false);
    document.put("require_signed_request_object", false);
    document.put("request_object_signing_alg_values_supported", algorithms());
    document.put("require_pushed_authorization_requests", false);
    document.put("authorization_response_iss_parameter_supported", true);
    document.put("code_challenge_methods_supported", List.of("S256"));
    document.put("prompt_values_supported", List.of("consent", "login", "none", "select_account"));
    document.put("ui_locales_supported", List.of("de", "en"));
    for (String endpoint : List.of("token", "introspection", "revocation")) {
      document.put(endpoint + "_endpoint_auth_methods_supported", methods());
      document.put(endpoint + "_endpoint_auth_signing_alg_values_supported", algorithms());
    }
    if (mutualTls.isOn()) {
      document.put("tls_client_certificate_bound_access_tokens", true);
      document.put("mtls_endpoint_aliases", aliases(document));
    }
    document.put("dpop_signing_alg_values_supported", algorithms());
    document.put("backchannel_logout_supported", true);
    document.put("backchannel_logout_session_supported", true);
    return document;
  }

  private void address(Map<String, Object> document, String name, String path) {
    document.put(name, endpoints.address(path).toString());
  }

  /** The same endpoints at the port for certificates (RFC 8705, section 5). */
  private Map<String, String> aliases(Map<String, Object> document) {
    Map<String, String> aliases = new TreeMap<>();
    document.forEach((name, value) -> {
      for (String path : MutualTls.PATHS) {
        if (value.equals(endpoints.address(path).toString())) {
          aliases.put(name, endpoints.mutual(path).toString());
        }
      }
    });
    return aliases;
  }

  /** The words of eIDAS only as far as some home issuer has means that are notified. */
  private List<String> levels() {
    Collection<HomeIssuer> homes = registry.current().issuers().values();
    return Stream.of(false, true)
        .flatMap(notified ->
            Arrays.stream(AssuranceLevel.values())
                .filter(level ->
                    !notified
                        || (level.isAtLeast(AssuranceLevel.LOW)
                            && homes.stream()
                                .anyMatch(
                                    home -> home.enabled() && home.highest(true).isAtLeast(level))))
                .flatMap(level -> LevelMap.acr(new LevelMap.Proven(level, notified)).stream()))
        .toList();
  }

  private List<String> claims() {
    TreeSet<String> names =
        new TreeSet<>(
            List.of(
                "sub",
                "iss",
                "aud",
                "exp",
                "iat",
                "auth_time",
                "nonce",
                "acr",
                "amr",
                "sid",
                "at_hash"));
    names.addAll(union(RelyingService::required));
    names.addAll(union(RelyingService::optional));
    return List.copyOf(names);
  }

  private Set<String> union(Function<RelyingService, Set<String>> part) {
    Set<String> all = new TreeSet<>();
    clients.services().map(part).forEach(all::addAll);
    return all;
  }

  /** A secret only where the profile allows it at all, certificates where they can be shown. */
  private List<String> methods() {
    return Arrays.stream(ClientAuthentication.values())
        .filter(method ->
            switch (method) {
              case PRIVATE_KEY_JWT -> true;
              case TLS_CLIENT_AUTH -> mutualTls.knowsAuthorities();
              case SELF_SIGNED_TLS_CLIENT_AUTH -> mutualTls.isOn();
              case CLIENT_SECRET_BASIC, CLIENT_SECRET_POST -> settings.conformance();
            })
        .map(method -> method.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  private static List<String> algorithms() {
    return headers(Clients.ALGORITHMS);
  }

  private static List<String> headers(Set<SignatureAlgorithm> algorithms) {
    return algorithms.stream().map(SignatureAlgorithm::header).sorted().toList();
  }

  private static ResponseEntity<byte[]> cached(MediaType type, byte[] body) {
    return ResponseEntity.ok()
        .contentType(type)
        .header(HttpHeaders.CACHE_CONTROL, BRIEFLY)
        .body(body);
  }
}

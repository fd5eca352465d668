package de.landbruecke.server.token;

import de.landbruecke.server.identity.AuthorizationRequest;
import de.landbruecke.server.identity.ConditionalOnIdentity;
import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.identity.Transactions;
import de.landbruecke.server.token.AuthorizationRequests.RefusedRequest;
import de.landbruecke.server.token.AuthorizationRequests.Way;
import de.landbruecke.trust.DpopVerifier;
import de.landbruecke.trust.VerifiedToken.Confirmation;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes pushed authorization requests (RFC 9126) of clients that Spring's filter authenticated. */
@Hidden
@ConditionalOnIdentity
@RestController
final class PushController {

  /** How long {@link Transactions#push} keeps it. */
  private static final int SECONDS = 60;

  private final Clients clients;
  private final AuthorizationRequests requests;
  private final Transactions transactions;
  private final DpopVerifier proofs;
  private final Endpoints endpoints;
  private final RefusalWriter refusals;

  PushController(
      Clients clients,
      AuthorizationRequests requests,
      Transactions transactions,
      DpopVerifier proofs,
      Endpoints endpoints,
      RefusalWriter refusals) {
    this.clients = clients;
    this.requests = requests;
    this.transactions = transactions;
    this.proofs = proofs;
    this.endpoints = endpoints;
    this.refusals = refusals;
  }

  @PostMapping(Endpoints.PUSH)
  void push(HttpServletRequest http, HttpServletResponse response) throws IOException {
    try {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("request_uri", transactions.push(request(http)));
      answer.put("expires_in", SECONDS);
      RefusalWriter.write(response, 201, answer);
    } catch (RefusedRequest e) {
      refusals.onAuthenticationFailure(http, response, e.answer().refusal());
    } catch (Refusal refusal) {
      refusals.onAuthenticationFailure(http, response, refusal);
    }
  }

  private AuthorizationRequest request(HttpServletRequest http) throws RefusedRequest {
    Authentication client = SecurityContextHolder.getContext().getAuthentication();
    if (client == null) {
      throw Refusal.client();
    }
    RelyingService service = TokenRequestConverter.service(clients, client);
    Parameters sent = Parameters.ofForm(http);
    if (sent.has("request_uri")) {
      throw Refusal.malformed("request_uri");
    }
    Map<String, List<String>> values = new LinkedHashMap<>(sent.values());
    // That the client is who it says was shown by these, which are no part of the request.
    values.remove("client_secret");
    values.remove("client_assertion");
    values.remove("client_assertion_type");
    values.put("client_id", List.of(service.clientId()));
    SenderProof proof = SenderProof.of(http);
    if (!proof.dpop().isEmpty()) {
      // RFC 9449, section 10.1: the key of the proof counts as dpop_jkt.
      Confirmation proven = proof.verify(proofs, endpoints, Endpoints.PUSH, null);
      String key = String.valueOf(proven.keyThumbprint());
      if (values.containsKey("dpop_jkt") && !values.get("dpop_jkt").equals(List.of(key))) {
        throw Refusal.of("invalid_dpop_proof", "dpop_jkt names another key");
      }
      values.put("dpop_jkt", List.of(key));
    }
    AuthorizationRequest request = requests.read(service, new Parameters(values), Way.BODY);
    // A signed request does not know the key of the proof that it was pushed with.
    return values.containsKey("dpop_jkt") && request.dpopJkt() == null
        ? request.withKey(values.get("dpop_jkt").getFirst())
        : request;
  }
}

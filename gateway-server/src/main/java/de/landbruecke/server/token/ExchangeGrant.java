package de.landbruecke.server.token;

import com.nimbusds.jwt.SignedJWT;
import de.landbruecke.exchange.DenialReason;
import de.landbruecke.exchange.ExchangeDecision;
import de.landbruecke.exchange.ExchangePolicy.Assessment;
import de.landbruecke.exchange.ExchangeRequest;
import de.landbruecke.exchange.ExchangeRule;
import de.landbruecke.server.identity.AuditEvent;
import de.landbruecke.server.identity.AuditLog;
import de.landbruecke.server.identity.CitizenId;
import de.landbruecke.server.identity.Grant;
import de.landbruecke.server.identity.IdentityTransactions;
import de.landbruecke.server.identity.OneUse;
import de.landbruecke.server.identity.StoredToken;
import de.landbruecke.server.identity.Tokens;
import de.landbruecke.server.shared.Json;
import de.landbruecke.server.token.TokenMint.Minted;
import de.landbruecke.trust.RejectionReason;
import de.landbruecke.trust.VerifiedToken.Confirmation;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges tokens across issuers (RFC 8693) and redeems a peer's grants (RFC 7523). The policy
 * decides; here the use is counted, and token and audit row are written, in one commit. Takes the
 * place of Spring's provider, which knows only its own tokens and no policy.
 */
final class ExchangeGrant implements GrantHandler {

  private static final String ACCESS_TOKEN_TYPE = "urn:ietf:params:oauth:token-type:access_token";
  private static final String JWT_TYPE = "urn:ietf:params:oauth:token-type:jwt";

  private final ExchangePolicies policies;
  private final Tokens tokens;
  private final TokenMint mint;
  private final Bindings bindings;
  private final Endpoints endpoints;
  private final OneUse uses;
  private final IdentityTransactions transactions;
  private final AuditLog audit;

  ExchangeGrant(
      ExchangePolicies policies,
      Tokens tokens,
      TokenMint mint,
      Bindings bindings,
      Endpoints endpoints,
      OneUse uses,
      IdentityTransactions transactions,
      AuditLog audit) {
    this.policies = policies;
    this.tokens = tokens;
    this.mint = mint;
    this.bindings = bindings;
    this.endpoints = endpoints;
    this.uses = uses;
    this.transactions = transactions;
    this.audit = audit;
  }

  @Override
  public boolean handles(String grantType) {
    return grantType.equals(ExchangeRequest.TOKEN_EXCHANGE)
        || grantType.equals(ExchangeRequest.JWT_BEARER);
  }

  /** What came of it inside of the database transaction, which stays whatever it is. */
  private sealed interface Outcome {
    record Answer(Map<String, Object> members) implements Outcome {}

    record Refused(Refusal refusal) implements Outcome {}
  }

  @Override
  public Map<String, Object> handle(TokenRequest request) {
    Confirmation proven = bindings.prove(request);
    Map<String, List<String>> parameters = parameters(request);
    Optional<Grant> parent = Optional.empty();
    if (isOurs(request)) {
      // Our own tokens count while they are in the store; what is revoked there is over.
      parent =
          request
              .parameters()
              .one("subject_token")
              .flatMap(tokens::find)
              .map(StoredToken::grant)
              .flatMap(tokens::grant);
      if (parent.isEmpty()) {
        throw Refusal.of(
            DenialReason.SUBJECT_TOKEN_REFUSED.error(),
            null,
            Map.of("reason", DenialReason.SUBJECT_TOKEN_REFUSED.reason().orElseThrow()));
      }
    }
    Assessment assessment =
        policies
            .of(request.service())
            .assess(new ExchangeRequest(request.service().clientId(), parameters, proven));
    Grant origin = parent.orElse(null);
    Outcome outcome = transactions.call(() -> conclude(assessment, request, origin));
    return switch (outcome) {
      case Outcome.Answer answer -> answer.members();
      case Outcome.Refused refused -> throw refused.refusal();
    };
  }

  /** Whether a token says that it is ours; whether it is shows afterwards. */
  private boolean isOurs(TokenRequest request) {
    Optional<String> token = request.parameters().one("subject_token");
    try {
      return token.isPresent()
          && endpoints.issuer().equals(SignedJWT.parse(token.get()).getJWTClaimsSet().getIssuer());
    } catch (ParseException | IllegalArgumentException e) {
      return false;
    }
  }

  /** A peer's grant is for the interface of who redeems it, where nothing else is said. */
  private static Map<String, List<String>> parameters(TokenRequest request) {
    Parameters sent = request.parameters();
    Map<String, List<String>> parameters = new LinkedHashMap<>(sent.values());
    if (request.getGrantType().getValue().equals(ExchangeRequest.JWT_BEARER)
        && !sent.has("audience")
        && !sent.has("resource")) {
      parameters.put("audience", List.of(request.service().audience()));
    }
    return parameters;
  }

  private Outcome conclude(Assessment assessment, TokenRequest request, @Nullable Grant origin) {
    if (!request.use().isFirst()) {
      return new Outcome.Refused(Refusal.client());
    }
    String client = request.service().clientId();
    ExchangeDecision decision =
        assessment.conclude(
            (key, until, limit) -> uses.use("subject-token", OneUse.key(key), until, limit));
    return switch (decision) {
      case ExchangeDecision.Granted granted -> granted(granted, client, origin);
      case ExchangeDecision.Denied denied -> {
        AuditEvent.Builder event =
            AuditEvent.audit("token.exchanged", denied.reason().name())
                .client(client)
                .decidedBy(denied.policyVersion(), denied.ruleId().orElse(null));
        RejectionReason rejection = denied.rejection();
        if (rejection != null) {
          event.detail("rejection", rejection.name());
        }
        audit.append(event.build());
        Map<String, Object> members = new LinkedHashMap<>(denied.body());
        members.remove("error");
        yield new Outcome.Refused(Refusal.of(denied.error(), null, members));
      }
    };
  }

  private Outcome granted(ExchangeDecision.Granted granted, String client, @Nullable Grant origin) {
    Optional<CitizenId> citizen = policies.citizen(granted.input());
    boolean own = ExchangePolicies.isOwn(granted.input());
    if (citizen.isEmpty() || own != (origin != null)) {
      return over(granted, client);
    }
    Grant grant = grant(granted, citizen.get(), origin);
    Minted minted =
        mint.exchanged(
            grant.id(),
            granted.rule().output() == ExchangeRule.Output.ACCESS_TOKEN
                ? Signer.ACCESS_TOKEN
                : Signer.PLAIN,
            granted.claims(endpoints.issuer(), Tokens.newId()),
            granted.issuedAt(),
            granted.expiresAt());
    if (!tokens.save(grant, List.of(minted.stored()))) {
      return over(granted, client);
    }
    audit.append(
        AuditEvent.audit("token.exchanged", "ok")
            .citizen(citizen.get())
            .client(client)
            .decidedBy(granted.policyVersion(), granted.rule().id())
            .detail("grant", grant.id())
            .detail("audience", granted.audience())
            .detail("levels", granted.input().issuer().levels().version())
            .build());
    return new Outcome.Answer(answer(granted, minted));
  }

  /** What the token hangs on ended while it was decided. */
  private Outcome over(ExchangeDecision.Granted granted, String client) {
    audit.append(
        AuditEvent.audit("token.exchanged", "OVER")
            .client(client)
            .decidedBy(granted.policyVersion(), granted.rule().id())
            .build());
    return new Outcome.Refused(
        Refusal.of(
            DenialReason.SUBJECT_TOKEN_REFUSED.error(),
            null,
            Map.of("reason", DenialReason.SUBJECT_TOKEN_REFUSED.reason().orElseThrow())));
  }

  private static Grant grant(
      ExchangeDecision.Granted granted, CitizenId citizen, @Nullable Grant origin) {
    GrantContent content =
        new GrantContent(
            null,
            granted.scopes(),
            granted.audience(),
            null,
            null,
            granted.confirmation().keyThumbprint(),
            granted.confirmation().certificateThumbprint(),
            granted.subject(),
            null,
            null,
            null,
            null,
            Set.of(),
            granted.attributes(),
            null);
    return new Grant(
        Tokens.newId(),
        granted.clientId(),
        citizen,
        origin == null ? null : origin.session(),
        granted.consentId(),
        origin == null ? null : origin.id(),
        Json.text(content),
        granted.issuedAt(),
        granted.expiresAt(),
        origin == null ? granted.input().issuer().id() : origin.issuer());
  }

  /** RFC 8693, section 2.2.1. */
  private static Map<String, Object> answer(ExchangeDecision.Granted granted, Minted minted) {
    boolean access = granted.rule().output() == ExchangeRule.Output.ACCESS_TOKEN;
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("access_token", minted.text());
    answer.put("issued_token_type", access ? ACCESS_TOKEN_TYPE : JWT_TYPE);
    answer.put("token_type", access ? Bindings.type(granted.confirmation()) : "N_A");
    answer.put("expires_in", minted.seconds());
    if (!granted.scopes().isEmpty()) {
      answer.put("scope", String.join(" ", new TreeSet<>(granted.scopes())));
    }
    return answer;
  }
}

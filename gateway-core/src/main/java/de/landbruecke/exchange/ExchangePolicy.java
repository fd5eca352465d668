package de.landbruecke.exchange;

import de.landbruecke.exchange.ActorChain.Actor;
import de.landbruecke.exchange.ExchangeDecision.Denied;
import de.landbruecke.exchange.ExchangeDecision.Granted;
import de.landbruecke.exchange.ExchangeRule.Output;
import de.landbruecke.trust.LevelMap;
import de.landbruecke.trust.RejectionReason;
import de.landbruecke.trust.TokenRejectedException;
import de.landbruecke.trust.TokenVerifier;
import de.landbruecke.trust.TokenVerifier.SubjectTokenType;
import de.landbruecke.trust.TrustedIssuer;
import de.landbruecke.trust.VerifiedToken;
import de.landbruecke.trust.VerifiedToken.Confirmation;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides on requests to exchange tokens (RFC 8693) and to redeem a peer's grants (RFC 7523).
 * Default deny: level, scopes, audience, lifetime and attributes of what is issued never exceed
 * what the token and the rule have in common.
 *
 * <p>The order: the parameters; the token with all its checks; the keys it is bound to; who acts;
 * its status with its issuer; the rule; the level; the scopes; the citizen's link and consent; the
 * remaining life; and last, in the transaction that stores what is issued, the count of uses.
 *
 * <p>Immutable; a new version of the rules is a new policy.
 */
public final class ExchangePolicy {

  /** Under which name the target knows the citizen. */
  @FunctionalInterface
  public interface Links {
    /** The citizen's pseudonym in the sector of the rule's service; empty without a link. */
    Optional<String> subject(VerifiedToken token, ExchangeRule rule);

    /**
     * What the token counts for at most. By default all that it proves: less where the citizen's
     * accounts were joined by weaker means than those of this token.
     */
    default LevelMap.Proven ceiling(VerifiedToken token) {
      return token.proven();
    }
  }

  /** What the citizen has released. */
  @FunctionalInterface
  public interface Consents {
    /** The consent to the use of the rule's service from portal to portal; empty without one. */
    Optional<Consent> find(VerifiedToken token, ExchangeRule rule, String subject);
  }

  /**
   * A consent that counts now.
   *
   * @param id tokens hang on it
   * @param attributes that were released, and that the token that was brought may reach
   */
  public record Consent(String id, Set<String> attributes) {
    /** Copies the attributes. */
    public Consent {
      Objects.requireNonNull(id);
      attributes = Set.copyOf(attributes);
    }
  }

  /** Whether a token still counts with its issuer. */
  @FunctionalInterface
  public interface Status {
    /** Asked for issuers that demand it, see {@code TrustedIssuer.demandStatus()}. */
    boolean isActive(VerifiedToken token);
  }

  /** Counts uses, atomically on all nodes. */
  @FunctionalInterface
  public interface Replays {
    /** Counts a use of {@code key}, and says whether it was one of the first {@code limit}. */
    boolean use(String key, Instant until, int limit);
  }

  /**
   * All checks but the last were made. The use must be counted in the transaction that stores what
   * is issued, so this is concluded there.
   */
  public static final class Assessment {

    private final @Nullable Draft draft;
    private final @Nullable Denied denied;

    private Assessment(@Nullable Draft draft, @Nullable Denied denied) {
      this.draft = draft;
      this.denied = denied;
    }

    /** Counts the use, and decides. Called once. */
    public ExchangeDecision conclude(Replays replays) {
      if (draft == null) {
        return Objects.requireNonNull(denied);
      }
      Instant until = draft.input().expiresAt().plus(TrustedIssuer.MAX_SKEW);
      // A grant is redeemed once, for whatever audience (RFC 7523, section 3, item 7). The first
      // part is of a fixed length, so the two cannot run into each other.
      String use = draft.request().redemption() ? "grant" : draft.rule().audience();
      String key = draft.input().replayKey() + ' ' + use;
      return replays.use(key, until, draft.uses())
          ? new Granted(draft)
          : draft.request().denied(DenialReason.REPLAYED, draft.rule());
    }
  }

  /** What will be granted if the use counts. */
  record Draft(
      Parsed request,
      ExchangeRule rule,
      VerifiedToken input,
      LevelMap.Proven proven,
      boolean own,
      String subject,
      Consent consent,
      Set<String> scopes,
      Set<String> attributes,
      Instant issuedAt,
      Instant expiresAt,
      Confirmation confirmation,
      ActorChain actors,
      int uses) {

    long policyVersion() {
      return request.policyVersion();
    }

    String clientId() {
      return request.clientId();
    }
  }

  /** A request whose parameters were understood. */
  record Parsed(
      long policyVersion,
      String clientId,
      boolean redemption,
      String token,
      SubjectTokenType tokenType,
      @Nullable String actorToken,
      SubjectTokenType actorTokenType,
      @Nullable SubjectTokenType requested,
      String target,
      @Nullable Set<String> scopes,
      Confirmation proven) {

    Denied denied(DenialReason reason, @Nullable ExchangeRule rule) {
      return denied(reason, rule, null);
    }

    Denied denied(
        DenialReason reason, @Nullable ExchangeRule rule, @Nullable RejectionReason rejection) {
      // What to sign in with instead is only said where that would help.
      ExchangeRule demand = reason == DenialReason.ASSURANCE_TOO_LOW ? rule : null;
      return new Denied(
          policyVersion,
          Optional.ofNullable(rule).map(ExchangeRule::id),
          reason,
          redemption && reason.error().equals("invalid_request") ? "invalid_grant" : reason.error(),
          rejection,
          demand == null ? null : demand.minimum(),
          demand == null ? null : demand.maxAge());
    }
  }

  /** Ends the assessment with an answer. */
  private static final class DeniedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Denied denied;

    DeniedException(Denied denied) {
      super(denied.reason().name(), null, false, false);
      this.denied = denied;
    }
  }

  /** The parameters that must not stand twice or be empty (RFC 6749, section 3.2). */
  private static final List<String> SINGLE =
      List.of(
          "grant_type",
          "subject_token",
          "subject_token_type",
          "actor_token",
          "actor_token_type",
          "requested_token_type",
          "assertion",
          "audience",
          "resource",
          "scope");

  private final long version;
  private final List<ExchangeRule> rules;
  private final String ownIssuer;
  private final TokenVerifier verifier;
  private final Links links;
  private final Consents consents;
  private final Status status;
  private final Clock clock;

  /**
   * A policy of these rules; where several fit, the first counts.
   *
   * @param ownIssuer the exact {@code iss} that we sign with
   */
  public ExchangePolicy(
      long version,
      List<ExchangeRule> rules,
      String ownIssuer,
      TokenVerifier verifier,
      Links links,
      Consents consents,
      Status status,
      Clock clock) {
    this.version = version;
    this.rules = List.copyOf(rules);
    this.ownIssuer = Objects.requireNonNull(ownIssuer);
    this.verifier = Objects.requireNonNull(verifier);
    this.links = Objects.requireNonNull(links);
    this.consents = Objects.requireNonNull(consents);
    this.status = Objects.requireNonNull(status);
    this.clock = Objects.requireNonNull(clock);
  }

  /** Makes all checks but the count of uses. May wait for an issuer's keys, for a moment. */
  public Assessment assess(ExchangeRequest request) {
    try {
      return new Assessment(decide(parse(request)), null);
    } catch (DeniedException e) {
      return new Assessment(null, e.denied);
    }
  }

  private Draft decide(Parsed request) throws DeniedException {
    VerifiedToken token = verified(request);
    TrustedIssuer issuer = token.issuer();
    boolean own = issuer.issuer().equals(ownIssuer);
    if (!token.confirmation().isProvenBy(request.proven())) {
      throw denial(request, DenialReason.SENDER_CONSTRAINT, null);
    }
    ActorChain actors = actors(request, token, own);
    if (issuer.isStatusDemanded() && !status.isActive(token)) {
      throw refused(request, DenialReason.SUBJECT_TOKEN_REFUSED, RejectionReason.INACTIVE);
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    ExchangeRule rule = rule(request, issuer, now);
    if (rule.senderConstraint() && !request.proven().isBound()) {
      throw denial(request, DenialReason.SENDER_CONSTRAINT, rule);
    }
    LevelMap.Proven proven = token.proven().atMost(links.ceiling(token));
    if (!proven.satisfies(rule.minimum()) || !isFresh(token, rule, now)) {
      throw denial(request, DenialReason.ASSURANCE_TOO_LOW, rule);
    }
    Set<String> scopes = scopes(request, token, rule);
    String subject =
        links
            .subject(token, rule)
            .orElseThrow(() -> denial(request, DenialReason.LINK_REQUIRED, rule));
    Consent consent =
        consents
            .find(token, rule, subject)
            .orElseThrow(() -> denial(request, DenialReason.CONSENT_REQUIRED, rule));
    Instant expiresAt =
        earlier(earlier(now.plus(rule.lifetime()), rule.validUntil()), token.expiresAt());
    if (!expiresAt.truncatedTo(ChronoUnit.SECONDS).isAfter(now)) {
      // Within the skew a token is still accepted, but nothing can be made of it any more.
      throw refused(request, DenialReason.SUBJECT_TOKEN_REFUSED, RejectionReason.EXPIRED);
    }
    return new Draft(
        request,
        rule,
        token,
        proven,
        own,
        subject,
        consent,
        scopes,
        common(rule.attributes(), consent.attributes()),
        now,
        expiresAt.truncatedTo(ChronoUnit.SECONDS),
        request.proven(),
        actors,
        request.redemption() ? 1 : rule.uses());
  }

  private VerifiedToken verified(Parsed request) throws DeniedException {
    try {
      if (!request.redemption()) {
        return verifier.subjectToken(request.token(), request.tokenType(), request.clientId());
      }
      VerifiedToken grant = verifier.authorizationGrant(request.token(), ownIssuer);
      if (!grant.issuer().clients().containsValue(request.clientId())) {
        throw new TokenRejectedException(RejectionReason.WRONG_CLIENT);
      }
      return grant;
    } catch (TokenRejectedException e) {
      throw refused(request, DenialReason.SUBJECT_TOKEN_REFUSED, e.reason());
    }
  }

  /** The caller over those who acted before. */
  private ActorChain actors(Parsed request, VerifiedToken token, boolean own)
      throws DeniedException {
    TrustedIssuer issuer = token.issuer();
    Actor caller = new Actor(request.clientId(), ownIssuer);
    checkActorToken(request);
    if (!mayAct(request, token)
        // A client's own token has no citizen behind it.
        || token.subject().equals(token.clientId().orElse(null))) {
      throw denial(request, DenialReason.ACTOR_NOT_ALLOWED, null);
    }
    Optional<ActorChain> before =
        ActorChain.ofClaim(token.claims().get("act"), issuer.issuer())
            .filter(chain ->
                own
                    || chain.actors().stream()
                        .allMatch(actor -> mayTell(issuer.issuer(), actor, request)))
            .filter(chain -> !chain.actors().contains(caller));
    return before
        .flatMap(chain -> chain.under(caller))
        .orElseThrow(() -> denial(request, DenialReason.ACTOR_NOT_ALLOWED, null));
  }

  /**
   * A home knows its own actors, a peer those it exchanged for, and only we know who acted here.
   */
  private boolean mayTell(String issuer, Actor actor, Parsed request) {
    return actor.issuer().equals(issuer)
        || (request.redemption() && !actor.issuer().equals(ownIssuer));
  }

  /** RFC 8693, section 4.4: the caller, under its name here or with the token's issuer. */
  private boolean mayAct(Parsed request, VerifiedToken token) {
    Object claim = token.claims().get("may_act");
    if (claim == null) {
      return true;
    }
    if (!(claim instanceof Map<?, ?> members) || !(members.get("sub") instanceof String subject)) {
      return false;
    }
    TrustedIssuer issuer = token.issuer();
    Object by = members.containsKey("iss") ? members.get("iss") : issuer.issuer();
    if (ownIssuer.equals(by)) {
      return subject.equals(request.clientId());
    }
    return issuer.issuer().equals(by) && request.clientId().equals(issuer.clients().get(subject));
  }

  /** An actor token may only repeat who the caller is: it authenticated as itself. */
  private void checkActorToken(Parsed request) throws DeniedException {
    if (request.actorToken() == null) {
      return;
    }
    RejectionReason rejection;
    try {
      VerifiedToken actor =
          verifier.subjectToken(request.actorToken(), request.actorTokenType(), request.clientId());
      if (request.clientId().equals(actor.issuer().clients().get(actor.subject()))
          && actor.confirmation().isProvenBy(request.proven())) {
        return;
      }
      rejection = RejectionReason.WRONG_SUBJECT;
    } catch (TokenRejectedException e) {
      rejection = e.reason();
    }
    throw refused(request, DenialReason.ACTOR_TOKEN_REFUSED, rejection);
  }

  private ExchangeRule rule(Parsed request, TrustedIssuer issuer, Instant now)
      throws DeniedException {
    return rules.stream()
        .filter(rule -> rule.audience().equals(request.target()))
        .filter(rule -> rule.from().equals(issuer.id()))
        .filter(rule -> rule.isValidAt(now))
        .filter(rule -> fits(rule.output(), request))
        .findFirst()
        .orElseThrow(() -> denial(request, DenialReason.TARGET_NOT_ALLOWED, null));
  }

  /** A redeemed grant becomes an access token; an exchange what is asked for, if anything is. */
  private static boolean fits(Output output, Parsed request) {
    if (request.redemption()) {
      return output == Output.ACCESS_TOKEN;
    }
    SubjectTokenType requested = request.requested();
    return requested == null
        || requested
            == (output == Output.ACCESS_TOKEN
                ? SubjectTokenType.ACCESS_TOKEN
                : SubjectTokenType.JWT);
  }

  private static boolean isFresh(VerifiedToken token, ExchangeRule rule, Instant now) {
    Duration maxAge = rule.maxAge();
    return maxAge == null
        || token
            .authenticatedAt()
            .filter(at -> !at.isAfter(now.plus(token.issuer().skew())))
            .filter(at -> !now.isAfter(at.plus(maxAge)))
            .isPresent();
  }

  private static Set<String> scopes(Parsed request, VerifiedToken token, ExchangeRule rule)
      throws DeniedException {
    Set<String> possible = common(token.scopes(), rule.scopes());
    Set<String> wanted = request.scopes();
    if (wanted == null) {
      if (possible.isEmpty() && !rule.scopes().isEmpty()) {
        throw denial(request, DenialReason.SCOPE_NOT_ALLOWED, rule);
      }
      return possible;
    }
    if (!possible.containsAll(wanted)) {
      throw denial(request, DenialReason.SCOPE_NOT_ALLOWED, rule);
    }
    return wanted;
  }

  private static Set<String> common(Set<String> one, Set<String> other) {
    Set<String> common = new HashSet<>(one);
    common.retainAll(other);
    return Set.copyOf(common);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private Parsed parse(ExchangeRequest request) throws DeniedException {
    Map<String, List<String>> parameters = request.parameters();
    String grant = single(parameters, "grant_type");
    boolean redemption = ExchangeRequest.JWT_BEARER.equals(grant);
    String token = single(parameters, redemption ? "assertion" : "subject_token");
    SubjectTokenType type =
        type(redemption ? SubjectTokenType.JWT.uri() : single(parameters, "subject_token_type"));
    String actorToken = single(parameters, "actor_token");
    SubjectTokenType actorType = type(single(parameters, "actor_token_type"));
    String requestedUri = single(parameters, "requested_token_type");
    SubjectTokenType requested = type(requestedUri);
    String audience = single(parameters, "audience");
    String resource = single(parameters, "resource");
    String target = audience == null ? resource : audience;
    boolean understood =
        SINGLE.stream().allMatch(name -> isSingle(parameters, name))
            && (redemption || ExchangeRequest.TOKEN_EXCHANGE.equals(grant))
            && token != null
            && type != null
            && (actorToken == null) == (single(parameters, "actor_token_type") == null)
            && (actorToken == null || actorType != null)
            && (requestedUri == null
                || requested == SubjectTokenType.ACCESS_TOKEN
                || requested == SubjectTokenType.JWT)
            && (audience == null) != (resource == null);
    String scope = single(parameters, "scope");
    if (!understood || token == null || type == null || target == null) {
      throw new DeniedException(early(DenialReason.MALFORMED_REQUEST));
    }
    if (resource != null && !isResource(resource)) {
      throw new DeniedException(early(DenialReason.TARGET_NOT_ALLOWED));
    }
    return new Parsed(
        version,
        request.clientId(),
        redemption,
        token,
        type,
        actorToken,
        Objects.requireNonNullElse(actorType, SubjectTokenType.ACCESS_TOKEN),
        requested,
        target,
        scope == null ? null : Set.copyOf(new HashSet<>(Arrays.asList(scope.split(" ", -1)))),
        request.proven());
  }

  /** RFC 8707, section 2: absolute, without fragment. */
  private static boolean isResource(String resource) {
    try {
      URI address = new URI(resource);
      return address.isAbsolute() && address.getRawFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static @Nullable SubjectTokenType type(@Nullable String uri) {
    return uri == null ? null : SubjectTokenType.ofUri(uri).orElse(null);
  }

  private static @Nullable String single(Map<String, List<String>> parameters, String name) {
    List<String> values = parameters.get(name);
    return values == null || values.isEmpty() ? null : values.getFirst();
  }

  /** Absent, or once and not empty: an empty token must not pass for an absent one. */
  private static boolean isSingle(Map<String, List<String>> parameters, String name) {
    List<String> values = parameters.get(name);
    return values == null || (values.size() == 1 && !values.getFirst().isEmpty());
  }

  private Denied early(DenialReason reason) {
    return new Denied(version, Optional.empty(), reason, reason.error(), null, null, null);
  }

  private static DeniedException denial(
      Parsed request, DenialReason reason, @Nullable ExchangeRule rule) {
    return new DeniedException(request.denied(reason, rule));
  }

  private static DeniedException refused(
      Parsed request, DenialReason reason, RejectionReason rejection) {
    return new DeniedException(request.denied(reason, null, rejection));
  }
}

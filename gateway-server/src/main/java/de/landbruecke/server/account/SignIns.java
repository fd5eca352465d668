package de.landbruecke.server.account;

import de.landbruecke.server.identity.Attribute;
import de.landbruecke.server.identity.AttributeName;
import de.landbruecke.server.identity.AuditEvent;
import de.landbruecke.server.identity.AuditLog;
import de.landbruecke.server.identity.AuthorizationRequest;
import de.landbruecke.server.identity.CitizenId;
import de.landbruecke.server.identity.Citizens;
import de.landbruecke.server.identity.Consent;
import de.landbruecke.server.identity.Consents;
import de.landbruecke.server.identity.Demand;
import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.identity.IdentityTransactions;
import de.landbruecke.server.identity.NewSession;
import de.landbruecke.server.identity.OauthError;
import de.landbruecke.server.identity.PolicyRule;
import de.landbruecke.server.identity.Protocol;
import de.landbruecke.server.identity.Registry;
import de.landbruecke.server.identity.RegistrySnapshot;
import de.landbruecke.server.identity.Release;
import de.landbruecke.server.identity.Session;
import de.landbruecke.server.identity.Sessions;
import de.landbruecke.server.identity.SignIn;
import de.landbruecke.server.identity.Transaction;
import de.landbruecke.server.identity.TransactionState;
import de.landbruecke.server.identity.Transactions;
import de.landbruecke.trust.LevelMap;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes a transaction from the service's request to its answer: account, session, release. Nothing
 * of a home portal's answer is stored before all of it was found good. Safe to share between
 * threads; whoever comes second with the same step finds it taken.
 */
final class SignIns {

  /** A scope of our own sign-ins: the account is to be linked to the running session. */
  static final String LINK = "link";

  /** No sign-in at a home portal counts for longer than the longest session. */
  private static final Duration OLDEST = Duration.ofHours(12);

  private static final Duration SKEW = Duration.ofSeconds(60);

  private final Registry registry;
  private final Transactions transactions;
  private final Sessions sessions;
  private final Citizens citizens;
  private final Consents consents;
  private final AuditLog audit;
  private final IdentityTransactions commits;
  private final Map<Protocol, HomeProtocol> protocols;
  private final Clock clock;

  SignIns(
      Registry registry,
      Transactions transactions,
      Sessions sessions,
      Citizens citizens,
      Consents consents,
      AuditLog audit,
      IdentityTransactions commits,
      Map<Protocol, HomeProtocol> protocols,
      Clock clock) {
    this.registry = registry;
    this.transactions = transactions;
    this.sessions = sessions;
    this.citizens = citizens;
    this.consents = consents;
    this.audit = audit;
    this.commits = commits;
    this.protocols = Map.copyOf(protocols);
    this.clock = clock;
  }

  /**
   * Begins a sign-in to the gateway itself.
   *
   * @param path of the page that follows
   * @param link whether the account is to be linked to the running session
   */
  Transaction begin(String path, boolean link, Language language, String browser) {
    AuthorizationRequest plain =
        AuthorizationRequest.of(Demand.OWN_CLIENT, path, link ? Set.of(LINK) : Set.of());
    return transactions.create(
        new AuthorizationRequest(
            plain.clientId(),
            plain.redirectUri(),
            null,
            plain.scopes(),
            null,
            List.of(),
            null,
            Set.of(),
            List.of(language.tag()),
            null,
            null,
            null,
            List.of(),
            null,
            null,
            null),
        browser);
  }

  /** How the transaction stands; goes on by itself as far as nobody has to be asked. */
  Step look(Transaction transaction, @Nullable Session session, Language language) {
    return switch (transaction.state()) {
      case RELEASED, DENIED, FAILED -> new Step.Answered(transaction);
      case ISSUED -> over();
      case LINKED -> linked(transaction, session);
      case REQUESTED, HOME_CHOSEN, AT_HOME -> open(transaction, session, language);
    };
  }

  private Step open(Transaction transaction, @Nullable Session session, Language language) {
    Optional<Demand> found = demand(transaction, session);
    if (found.isEmpty()) {
      return noDemand(transaction, session);
    }
    Demand demand = found.get();
    Set<String> prompt = transaction.request().prompt();
    if (session != null
        && !isLinking(transaction)
        && !demand.fresh()
        && !prompt.contains("select_account")
        && isGoodEnough(demand, session)) {
      return transactions
          .advance(transaction.linked(session.id()))
          .map(next -> linked(next, session))
          .orElseGet(SignIns::over);
    }
    List<AccountOption> options = options(demand, transaction);
    String hint = transaction.request().homeHint();
    if (hint != null
        && transaction.state() == TransactionState.REQUESTED
        && options.stream()
            .anyMatch(option -> option.isChoosable() && option.issuer().id().equals(hint))) {
      return choose(transaction, session, hint, language);
    }
    return new Step.Choose(transaction, demand, options, session);
  }

  private Step linked(Transaction transaction, @Nullable Session session) {
    if (isLinking(transaction)) {
      return confirm(transaction, session);
    }
    Optional<Demand> found = demand(transaction, session);
    if (found.isEmpty()) {
      return noDemand(transaction, session);
    }
    if (session == null || !session.id().equals(transaction.session())) {
      return new Step.Choose(transaction, found.get(), options(found.get(), transaction), session);
    }
    if (found.get().service() == null) {
      return transactions
          .advance(transaction.released(session.id(), null, Set.of()))
          .<Step>map(Step.Answered::new)
          .orElseGet(SignIns::over);
    }
    Optional<Step.Ask> asked = ask(transaction, found.get(), session);
    if (asked.isEmpty()) {
      return new Step.Choose(transaction, found.get(), options(found.get(), transaction), session);
    }
    Step.Ask ask = asked.get();
    if (!transaction.request().prompt().contains("consent")) {
      Demand demand = ask.demand();
      Optional<Consent> standing = consents.remembered(demand.release(session));
      if (standing.isPresent()) {
        Set<String> names = demand.released(standing.get(), session);
        return transactions
            .advance(transaction.released(session.id(), standing.get().id(), names))
            .<Step>map(Step.Answered::new)
            .orElseGet(SignIns::over);
      }
    }
    return ask;
  }

  /** What is to be asked; empty where the session is not, or no longer, good enough. */
  private Optional<Step.Ask> ask(Transaction transaction, Demand general, Session session) {
    RegistrySnapshot current = registry.current();
    Instant now = clock.instant();
    Optional<PolicyRule> rule = general.rule(current, session.issuer(), now);
    Optional<HomeIssuer> issuer = current.issuer(session.issuer());
    // The age of the sign-in was judged when the transaction got its session.
    Optional<Demand> strict =
        general.under(current, session.issuer(), now).filter(demand -> demand.isProvenBy(session));
    if (rule.isEmpty() || issuer.isEmpty() || strict.isEmpty()) {
      return Optional.empty();
    }
    Demand demand = strict.get();
    Set<String> names = demand.attributes();
    List<Attribute> items =
        session.attributes().stream().filter(each -> names.contains(each.name())).toList();
    return Optional.of(
        new Step.Ask(
            transaction,
            demand,
            session,
            issuer.get(),
            items,
            rule.get().exchange(),
            current.revision(),
            rule.get().id()));
  }

  private boolean isGoodEnough(Demand demand, Session session) {
    Instant now = clock.instant();
    return demand
        .under(registry.current(), session.issuer(), now)
        .filter(strict -> strict.isMetBy(session, now))
        .isPresent();
  }

  /** The citizen chose an account. */
  Step choose(
      Transaction transaction, @Nullable Session session, String issuerId, Language language) {
    if (transaction.state().isAnswer() || transaction.state() == TransactionState.ISSUED) {
      return look(transaction, session, language);
    }
    Optional<Demand> found = demand(transaction, session);
    if (found.isEmpty()) {
      return noDemand(transaction, session);
    }
    Optional<AccountOption> chosen =
        options(found.get(), transaction).stream()
            .filter(option -> option.issuer().id().equals(issuerId))
            .findFirst();
    if (chosen.isEmpty()) {
      return failed(Trouble.REQUEST_INVALID, "account_unknown", transaction, null, false);
    }
    AccountOption option = chosen.get();
    HomeIssuer issuer = option.issuer();
    if (option.obstacle() != null) {
      return switch (option.obstacle()) {
        case NOT_ALLOWED ->
            failed(Trouble.ACCOUNT_UNSUITABLE, "account_not_allowed", transaction, issuer, false);
        case LEVEL, EXHAUSTED ->
            failed(Trouble.LEVEL_TOO_LOW, "account_too_low", transaction, issuer, false);
        case UNREACHABLE ->
            failed(Trouble.PROVIDER_DOWN, "discovery_failed", transaction, issuer, true);
      };
    }
    HomeState memory = memory(transaction);
    try {
      HomeProtocol.Departure departure =
          protocol(issuer)
              .depart(issuer, request(option.demand(), transaction, session, language), memory);
      return transactions
          .advance(transaction.homeChosen(issuer.id()))
          .flatMap(next -> transactions.atHome(next, departure.state(), departure.kept().write()))
          .<Step>map(next -> new Step.Leave(issuer, departure.address(), departure.form()))
          .orElseGet(SignIns::over);
    } catch (TroubleException e) {
      return failed(e.trouble(), e.reason(), transaction, issuer, true);
    }
  }

  /**
   * What came of a visit to a home portal.
   *
   * @param session the new session; null: none was made
   */
  record Arrival(Step step, @Nullable NewSession session, Language language) {}

  /**
   * Keeps an answer that a form of another site brought, with which browsers send no cookies of
   * ours, until the browser asks for it by itself.
   *
   * @return whether there is such a sign-in
   */
  boolean keep(String issuerId, String state, String message) {
    Optional<Transaction> found =
        registry
            .current()
            .issuer(issuerId)
            .filter(issuer -> issuer.protocol() == Protocol.SAML)
            .flatMap(issuer -> transactions.findByHomeState(issuerId, state));
    found
        .filter(transaction -> transaction.state() == TransactionState.AT_HOME)
        .ifPresent(transaction -> {
          HomeState kept = HomeState.read(transaction.homeState());
          // Whoever was faster brought the same answer, or one that no longer counts.
          transactions.advance(transaction.withHomeState(kept.answered(message).write()));
        });
    return found.isPresent();
  }

  /** The browser is back from a home portal. */
  Arrival arrive(
      String issuerId,
      Map<String, List<String>> answer,
      @Nullable String browser,
      @Nullable Session session) {
    List<String> states = answer.getOrDefault("state", List.of());
    Optional<HomeIssuer> issuer = registry.current().issuer(issuerId);
    Optional<Transaction> found =
        issuer.isEmpty() || states.size() != 1
            ? Optional.empty()
            : transactions.findByHomeState(issuerId, states.getFirst(), browser);
    // Nobody learns whether there is such a portal, or such a transaction of somebody else.
    if (found.isEmpty()) {
      return new Arrival(
          failed(Trouble.SESSION_EXPIRED, "answer_to_nothing", null, null, false),
          null,
          Language.DE);
    }
    Transaction transaction = found.get();
    HomeState kept = HomeState.read(transaction.homeState());
    Language language = Language.choose(kept.language(), transaction.request().uiLocales());
    Optional<Transaction> claimed =
        transaction.state() == TransactionState.AT_HOME
            ? transactions.advance(
                transaction
                    .homeChosen(issuerId)
                    .withHomeState(HomeState.memory(kept.tooLow()).write()))
            : Optional.empty();
    if (claimed.isEmpty()) {
      return new Arrival(
          failed(
              Trouble.SESSION_EXPIRED,
              "answer_again",
              transaction.state() == TransactionState.ISSUED ? null : transaction,
              null,
              false),
          null,
          language);
    }
    return arrive(claimed.get(), issuer.orElseThrow(), answer, kept, session, language);
  }

  private Arrival arrive(
      Transaction transaction,
      HomeIssuer issuer,
      Map<String, List<String>> answer,
      HomeState kept,
      @Nullable Session session,
      Language language) {
    if (kept.session() != null && (session == null || !kept.session().equals(session.id()))) {
      return new Arrival(
          failed(Trouble.SESSION_EXPIRED, "session_of_the_link_is_over", transaction, null, false),
          null,
          language);
    }
    Optional<Demand> found = demand(transaction, session);
    Optional<AccountOption> option =
        found.flatMap(demand ->
            options(demand, transaction).stream()
                .filter(each -> each.issuer().id().equals(issuer.id()))
                .filter(each ->
                    each.obstacle() == null
                        || each.obstacle() == AccountOption.Obstacle.UNREACHABLE)
                .findFirst());
    if (option.isEmpty()) {
      return new Arrival(
          found.isEmpty()
              ? noDemand(transaction, session)
              : failed(
                  Trouble.ACCOUNT_UNSUITABLE, "account_not_allowed", transaction, issuer, false),
          null,
          language);
    }
    Demand demand = option.get().demand();
    HomeRequest request = request(demand, transaction, session, language);
    try {
      HomeLogin login = protocol(issuer).redeem(issuer, answer, kept, request);
      LevelMap.Proven proven = check(issuer, login, kept, demand, request);
      if (kept.session() != null) {
        Step step = propose(transaction, issuer, login, proven, session);
        return new Arrival(step, null, language);
      }
      NewSession made = signIn(transaction.id(), issuer, login, proven, session);
      Step step =
          transactions
              .advance(transaction.linked(made.session().id()))
              .<Step>map(next -> linked(next, made.session()))
              .orElseGet(SignIns::over);
      return new Arrival(step, made, language);
    } catch (TroubleException e) {
      if (e.trouble() != Trouble.LEVEL_TOO_LOW) {
        boolean retry =
            e.trouble() == Trouble.USER_CANCELLED || e.trouble() == Trouble.PROVIDER_DOWN;
        return new Arrival(
            failed(e.trouble(), e.reason(), transaction, issuer, retry), null, language);
      }
      HomeState memory = kept.tooLowAgain();
      Transaction remembered =
          transactions.advance(transaction.withHomeState(memory.write())).orElse(transaction);
      return new Arrival(
          failed(e.trouble(), e.reason(), remembered, issuer, memory.mayAsk(issuer.id())),
          null,
          language);
    }
  }

  /** Whether what the portal confirmed is what was asked; the level that counts here. */
  private LevelMap.Proven check(
      HomeIssuer issuer, HomeLogin login, HomeState kept, Demand demand, HomeRequest request)
      throws TroubleException {
    switch (login.holder()) {
      case ORGANISATION -> throw unsuitable("organisation");
      case REPRESENTATIVE -> throw unsuitable("representative");
      case MINOR -> throw unsuitable("minor");
      case CITIZEN -> {
        // The only one for whom the gateway is made yet.
      }
    }
    if (!login.proven().satisfies(new LevelMap.Proven(demand.level(), demand.notified()))) {
      throw new TroubleException(Trouble.LEVEL_TOO_LOW, "level_too_low");
    }
    Instant authenticatedAt = login.authenticatedAt();
    Instant now = clock.instant();
    if (authenticatedAt == null) {
      throw new TroubleException(Trouble.PROVIDER_DOWN, "auth_time_missing");
    }
    if (authenticatedAt.isAfter(now.plus(SKEW))
        || authenticatedAt.plus(request.maxAge()).plus(SKEW).isBefore(now)
        || (kept.fresh()
            && authenticatedAt.plus(SKEW).isBefore(Instant.ofEpochSecond(kept.leftAt())))) {
      throw new TroubleException(Trouble.PROVIDER_DOWN, "login_too_old");
    }
    Set<String> told = login.attributes().stream().map(Attribute::name).collect(Collectors.toSet());
    if (!told.containsAll(demand.required())) {
      throw new TroubleException(Trouble.DATA_MISMATCH, "attribute_missing");
    }
    LevelMap.Proven counted =
        citizens
            .ceiling(issuer.id(), login.subject())
            .map(login.proven()::atMost)
            .orElse(login.proven());
    if (!counted.satisfies(new LevelMap.Proven(demand.level(), demand.notified()))) {
      throw new TroubleException(Trouble.LEVEL_TOO_LOW, "accounts_joined_lower");
    }
    return counted;
  }

  private static TroubleException unsuitable(String holder) {
    return new TroubleException(Trouble.ACCOUNT_UNSUITABLE, holder);
  }

  private NewSession signIn(
      String transaction,
      HomeIssuer issuer,
      HomeLogin login,
      LevelMap.Proven proven,
      @Nullable Session session) {
    return commits.call(() -> {
      CitizenId citizen =
          citizens.findOrCreate(issuer.id(), login.subject(), proven.level(), login.means());
      Session running = session != null && session.citizen().equals(citizen) ? session : null;
      SignIn confirmed =
          new SignIn(
              citizen,
              issuer.id(),
              proven.level(),
              proven.notified(),
              Objects.requireNonNull(login.authenticatedAt()),
              login.means(),
              login.homeSession(),
              running == null ? login.attributes() : merged(running, issuer, login.attributes()));
      audit.append(
          AuditEvent.audit("sign-in", "ok")
              .citizen(citizen)
              .transaction(transaction)
              .decidedBy(registry.current().revision(), null)
              .detail("issuer", issuer.id())
              .detail("level", proven.level().label())
              .detail("levels-version", Integer.toString(issuer.levelsVersion()))
              .build());
      if (running != null) {
        Optional<NewSession> renewed = sessions.renew(running, confirmed);
        if (renewed.isPresent()) {
          return renewed.get();
        }
      } else if (session != null) {
        // Somebody else was signed in at this browser.
        sessions.end(session.id());
      }
      return sessions.create(confirmed);
    });
  }

  /** What services may still ask for that were signed in to before, under what is new. */
  private static List<Attribute> merged(Session session, HomeIssuer issuer, List<Attribute> told) {
    Set<String> names = told.stream().map(Attribute::name).collect(Collectors.toSet());
    List<Attribute> all = new ArrayList<>(told);
    session.attributes().stream()
        .filter(known -> known.source().equals(issuer.id()))
        .filter(known -> !names.contains(known.name()))
        .forEach(all::add);
    return all;
  }

  /** A second account was proven; it is linked when the citizen confirms. */
  private Step propose(
      Transaction transaction,
      HomeIssuer issuer,
      HomeLogin login,
      LevelMap.Proven proven,
      @Nullable Session session)
      throws TroubleException {
    if (session == null) {
      throw new TroubleException(Trouble.SESSION_EXPIRED, "session_of_the_link_is_over");
    }
    if (isOf(session.citizen(), issuer.id(), login.subject())) {
      throw new TroubleException(Trouble.DATA_MISMATCH, "already_linked");
    }
    SecondAccount second = SecondAccount.of(issuer.id(), login, proven);
    return transactions
        .advance(transaction.linked(session.id()).withHomeState(second.write()))
        .map(next -> confirm(next, session))
        .orElseGet(SignIns::over);
  }

  private boolean isOf(CitizenId citizen, String issuer, String subject) {
    return citizens.find(issuer, subject).filter(citizen::equals).isPresent();
  }

  private Step confirm(Transaction transaction, @Nullable Session session) {
    if (session == null || !session.id().equals(transaction.session())) {
      return failed(
          Trouble.SESSION_EXPIRED, "session_of_the_link_is_over", transaction, null, false);
    }
    SecondAccount second =
        SecondAccount.read(Objects.requireNonNull(transaction.homeState(), "nothing to confirm"));
    Optional<HomeIssuer> issuer = registry.current().issuer(second.issuer());
    if (issuer.isEmpty()) {
      return failed(Trouble.ACCOUNT_UNSUITABLE, "account_not_allowed", transaction, null, false);
    }
    if (isOf(session.citizen(), second.issuer(), second.subject())) {
      return failed(Trouble.DATA_MISMATCH, "already_linked", transaction, issuer.get(), false);
    }
    // Somebody who stepped up meanwhile has to prove the second account as surely.
    if (!second.level().isAtLeast(session.level())) {
      Demand again = Demand.ofLink(session.level());
      return new Step.Choose(transaction, again, options(again, transaction), session);
    }
    return new Step.Confirm(
        transaction,
        session,
        second,
        issuer.get(),
        citizens.links(session.citizen()),
        citizens.find(second.issuer(), second.subject()).isPresent());
  }

  /**
   * The citizen confirms that both accounts are one person's. The session gets a new cookie, and
   * counts no longer for more than both were proven with.
   */
  Arrival link(Transaction transaction, @Nullable Session session, Language language) {
    Step step =
        isLinking(transaction)
            ? look(transaction, session, language)
            : failed(Trouble.SESSION_EXPIRED, "nothing_to_confirm", null, null, false);
    if (!(step instanceof Step.Confirm asked)) {
      return new Arrival(step, null, language);
    }
    Session running = asked.session();
    SecondAccount second = asked.second();
    // More on one side proves nothing about the other.
    LevelMap.Proven both =
        citizens
            .ceiling(second.issuer(), second.subject())
            .map(second.proven()::atMost)
            .orElse(second.proven())
            .atMost(running.proven());
    try {
      return commits.call(() -> {
        NewSession renewed = sessions.lower(running, both).orElseThrow(TakenException::new);
        Transaction done =
            transactions
                .advance(asked.transaction().released(running.id(), null, Set.of()))
                .orElseThrow(TakenException::new);
        CitizenId citizen =
            citizens.link(
                running.citizen(), second.issuer(), second.subject(), both, second.means());
        audit.append(
            AuditEvent.audit("account-linked", "ok")
                .citizen(citizen)
                .transaction(transaction.id())
                .decidedBy(registry.current().revision(), null)
                .detail("issuer", second.issuer())
                .detail("level", both.level().label())
                .build());
        return new Arrival(new Step.Answered(done), renewed, language);
      });
    } catch (TakenException | IllegalArgumentException e) {
      // The step, the session or the account was taken by another window.
      return new Arrival(over(), null, language);
    }
  }

  /**
   * The citizen releases.
   *
   * @param optional names of those that may be left out and are not
   * @param remember whether the same need not be asked for a year
   * @param portalToPortal whether back ends may ask later, too
   */
  Step release(
      Transaction transaction,
      @Nullable Session session,
      Set<String> optional,
      boolean remember,
      boolean portalToPortal) {
    Optional<Step.Ask> asked = asked(transaction, session);
    if (asked.isEmpty()) {
      return look(transaction, session, Language.DE);
    }
    Step.Ask ask = asked.get();
    Set<String> names =
        ask.items().stream()
            .map(Attribute::name)
            .filter(name -> ask.demand().required().contains(name) || optional.contains(name))
            .collect(Collectors.toSet());
    Release release =
        ask.demand()
            .release(
                ask.session().citizen(),
                ask.session().level(),
                names,
                portalToPortal && ask.portalToPortal());
    try {
      return commits.call(() -> {
        Consent consent = consents.grant(release, remember ? Consents.LONGEST : Consents.ONCE);
        Transaction done =
            transactions
                .advance(transaction.released(ask.session().id(), consent.id(), names))
                .orElseThrow(TakenException::new);
        appendDecision(ask, "consent-granted", names);
        return new Step.Answered(done);
      });
    } catch (TakenException e) {
      return over();
    }
  }

  /** Somebody else took the step: what was written with it is undone. */
  private static final class TakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private void appendDecision(Step.Ask ask, String type, Set<String> names) {
    audit.append(
        AuditEvent.audit(type, "ok")
            .citizen(ask.session().citizen())
            .transaction(ask.transaction().id())
            .client(ask.demand().asking().clientId())
            .decidedBy(ask.revision(), ask.rule())
            .detail("attributes", String.join(" ", AttributeName.sorted(names)))
            .detail("level", ask.session().level().label())
            .build());
  }

  /** The citizen does not release. */
  Step refuse(Transaction transaction, @Nullable Session session) {
    Optional<Step.Ask> asked = asked(transaction, session);
    if (asked.isEmpty()) {
      return cancel(transaction, Trouble.USER_CANCELLED);
    }
    Step.Ask ask = asked.get();
    Set<String> names = ask.items().stream().map(Attribute::name).collect(Collectors.toSet());
    try {
      return commits.call(() -> {
        consents.refuse(
            ask.demand().release(ask.session().citizen(), ask.session().level(), names, false));
        Transaction done =
            transactions
                .advance(transaction.denied(new OauthError("access_denied", null)))
                .orElseThrow(TakenException::new);
        appendDecision(ask, "consent-refused", names);
        return new Step.Answered(done);
      });
    } catch (TakenException e) {
      return over();
    }
  }

  private Optional<Step.Ask> asked(Transaction transaction, @Nullable Session session) {
    return transaction.state() == TransactionState.LINKED
            && session != null
            && session.id().equals(transaction.session())
        ? demand(transaction, session)
            .filter(demand -> demand.service() != null)
            .flatMap(demand -> ask(transaction, demand, session))
        : Optional.empty();
  }

  /** The citizen goes back to the service without having signed in, for this reason. */
  Step cancel(Transaction transaction, Trouble why) {
    if (transaction.state().isAnswer()) {
      return new Step.Answered(transaction);
    }
    OauthError error = new OauthError(why.error(), null);
    return transactions
        .advance(
            why.error().equals("access_denied")
                ? transaction.denied(error)
                : transaction.failed(error))
        .<Step>map(Step.Answered::new)
        .orElseGet(SignIns::over);
  }

  /** Ends one of our own sign-ins; a page of the gateway follows. */
  void close(Transaction transaction) {
    transactions.advance(transaction.issued());
  }

  static boolean isLinking(Transaction transaction) {
    return isOwn(transaction) && transaction.request().scopes().contains(LINK);
  }

  static boolean isOwn(Transaction transaction) {
    return transaction.request().clientId().equals(Demand.OWN_CLIENT);
  }

  /** Empty if the service is gone, or the session that an account is to be linked to. */
  private Optional<Demand> demand(Transaction transaction, @Nullable Session session) {
    Optional<Demand> demand = Demand.of(registry.current(), transaction.request());
    if (!isLinking(transaction)) {
      return demand;
    }
    return session == null ? Optional.empty() : Optional.of(Demand.ofLink(session.level()));
  }

  private Step noDemand(Transaction transaction, @Nullable Session session) {
    return isLinking(transaction) && session == null
        ? failed(Trouble.SESSION_EXPIRED, "session_of_the_link_is_over", null, null, false)
        : failed(Trouble.REQUEST_INVALID, "service_unknown", transaction, null, false);
  }

  private HomeRequest request(
      Demand demand, Transaction transaction, @Nullable Session session, Language language) {
    Duration maxAge = demand.maxAge();
    return new HomeRequest(
        demand.level(),
        demand.notified(),
        demand.attributes(),
        maxAge == null || maxAge.compareTo(OLDEST) > 0 ? OLDEST : maxAge,
        demand.fresh(),
        session != null && !session.level().isAtLeast(demand.level()),
        language,
        isLinking(transaction) && session != null ? session.id() : null,
        transaction.attempts() == 0 ? transaction.request().loginHint() : null);
  }

  private List<AccountOption> options(Demand demand, Transaction transaction) {
    return AccountOption.of(
        registry.current(),
        demand,
        memory(transaction),
        issuer -> !protocol(issuer).isDown(issuer),
        clock.instant());
  }

  /** Of former visits; a transaction that waits for a confirmation keeps that instead. */
  private static HomeState memory(Transaction transaction) {
    return transaction.state() == TransactionState.LINKED
        ? HomeState.memory(Map.of())
        : HomeState.read(transaction.homeState());
  }

  private HomeProtocol protocol(HomeIssuer issuer) {
    return Objects.requireNonNull(protocols.get(issuer.protocol()), "no such protocol");
  }

  private static Step over() {
    return new Step.Failed(Trouble.SESSION_EXPIRED, "transaction_over", null, null, false);
  }

  private Step failed(
      Trouble trouble,
      String reason,
      @Nullable Transaction transaction,
      @Nullable HomeIssuer issuer,
      boolean retry) {
    // What belongs to no transaction anybody could send, as often as they like.
    if (transaction != null) {
      AuditEvent.Builder event =
          AuditEvent.security("sign-in", reason)
              .transaction(transaction.id())
              .client(transaction.request().clientId());
      if (issuer != null) {
        event.detail("issuer", issuer.id());
      }
      audit.append(event.build());
    }
    return new Step.Failed(trouble, reason, transaction, issuer, retry);
  }
}

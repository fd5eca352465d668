package de.landbruecke.server.account;

import de.landbruecke.server.account.SelfTestModel.Check;
import de.landbruecke.server.account.SelfTestModel.Status;
import de.landbruecke.server.identity.AuditEntry;
import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.identity.SelfTests;
import de.landbruecke.server.identity.SelfTests.Fault;
import de.landbruecke.server.identity.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a service does right, judged by what the gateway saw of it. Used by one thread. */
final class ServiceChecks {

  /** Who has not used a wrong answer by then will not. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Language say;
  private final RelyingService service;
  private final List<Transaction> transactions;
  private final List<AuditEntry> events;
  private final @Nullable Fault waiting;
  private final Instant now;

  /** The code's grant of each transaction that got one. */
  private final Map<String, String> grants = new HashMap<>();

  private final Map<String, Fault> faults = new HashMap<>();

  /**
   * Judges.
   *
   * @param transactions of one browser at this service, the last first
   * @param events of the service
   * @param waiting the fault that the next sign-in is answered with; null: none
   */
  ServiceChecks(
      Language say,
      RelyingService service,
      List<Transaction> transactions,
      List<AuditEntry> events,
      @Nullable Fault waiting,
      Instant now) {
    this.say = say;
    this.service = service;
    this.transactions = transactions;
    this.events = events;
    this.waiting = waiting;
    this.now = now;
    for (AuditEntry event : events) {
      String transaction = event.transaction();
      if (transaction != null && event.type().equals("code.issued")) {
        grants.put(transaction, event.details().getOrDefault("grant", ""));
      } else if (transaction != null && event.type().equals(SelfTests.EVENT)) {
        faults.put(transaction, Fault.valueOf(event.outcome()));
      }
    }
  }

  List<Check> all() {
    return List.of(
        request(),
        secrets(),
        redeemed(),
        spoiled(
            Fault.NONCE,
            say.of("Falsche nonce wird abgelehnt", "A wrong nonce is refused"),
            SelfTests.USED),
        spoiled(
            Fault.STATE,
            say.of("Falscher state wird abgelehnt", "A wrong state is refused"),
            "token.issued"),
        spoiled(
            Fault.ISSUER,
            say.of("Falsches iss wird abgelehnt", "A wrong iss is refused"),
            "token.issued"),
        stepUp(),
        logout());
  }

  private Check request() {
    String title =
        say.of("Anfrage mit eingetragener Rücksprungadresse", "Request with a registered address");
    if (transactions.isEmpty()) {
      return open(
          "redirect",
          title,
          say.of(
              "Beginnen Sie in diesem Browser eine Anmeldung bei Ihrem Dienst und laden Sie diese"
                  + " Seite dann neu. Eine Anfrage mit falscher Adresse oder ohne PKCE endet auf"
                  + " einer Fehlerseite mit Code und Nummer.",
              "Begin a sign-in at your service in this browser, then reload this page. A request"
                  + " with a wrong address or without PKCE ends on an error page with a code and"
                  + " a reference."));
    }
    Transaction last = transactions.getFirst();
    return last.request().codeChallenge() == null
        ? failed("redirect", title, say.of("Die Anfrage kam ohne PKCE.", "It came without PKCE."))
        : passed(
            "redirect",
            title,
            say.of("Zuletzt um ", "Last at ")
                + Shown.clock(last.createdAt(), say)
                + say.of(", mit PKCE: ", ", with PKCE: ")
                + Shown.text(last.request().redirectUri()));
  }

  private Check secrets() {
    String title = say.of("Anfrage mit state und nonce", "Request with state and nonce");
    if (transactions.isEmpty()) {
      return open("nonce", title, notYet());
    }
    boolean hasState = transactions.getFirst().request().state() != null;
    boolean hasNonce = transactions.getFirst().request().nonce() != null;
    return hasState && hasNonce
        ? passed("nonce", title, say.of("Beide waren dabei.", "Both were there."))
        : failed(
            "nonce",
            title,
            say.of("Es fehlte: ", "Missing: ")
                + (hasState ? "nonce" : hasNonce ? "state" : "state, nonce"));
  }

  private Check redeemed() {
    String title = say.of("Code eingelöst", "Code redeemed");
    Optional<Transaction> good =
        transactions.stream()
            .filter(each -> grants.containsKey(each.id()) && !faults.containsKey(each.id()))
            .findFirst();
    if (good.isEmpty()) {
      return open("redeemed", title, notYet());
    }
    if (isSeen("token.issued", good.get())) {
      return passed(
          "redeemed",
          title,
          say.of(
              "Die Anmeldung des Dienstes beim Token-Endpunkt und der PKCE-Nachweis stimmen.",
              "The client's authentication at the token endpoint and the PKCE verifier are"
                  + " right."));
    }
    String refusals =
        events.stream()
            .filter(each -> each.type().equals("client.refused"))
            .filter(each -> each.happenedAt().isAfter(good.get().createdAt()))
            .map(AuditEntry::outcome)
            .distinct()
            .collect(Collectors.joining(", "));
    return refusals.isEmpty()
        ? open(
            "redeemed",
            title,
            say.of(
                "Der Code wurde ausgestellt, aber bisher nicht mit Erfolg eingelöst.",
                "The code was issued, but not redeemed with success so far."))
        : failed(
            "redeemed",
            title,
            say.of(
                    "Die Anmeldung des Dienstes beim Token-Endpunkt wurde abgelehnt: ",
                    "The client's authentication at the token endpoint was refused: ")
                + refusals);
  }

  /** Whether the service went on with an answer that was wrong. */
  private Check spoiled(Fault fault, String title, String use) {
    String id = "wrong-" + fault.name().toLowerCase(Locale.ROOT);
    if (fault == waiting) {
      return new Check(
          id,
          title,
          Status.OPEN,
          say.of(
              "Bestellt: Beginnen Sie jetzt in diesem Browser eine Anmeldung bei Ihrem Dienst.",
              "Ordered: now begin a sign-in at your service in this browser."),
          fault);
    }
    Optional<Transaction> tried =
        transactions.stream().filter(each -> faults.get(each.id()) == fault).findFirst();
    if (tried.isEmpty()) {
      return new Check(
          id,
          title,
          Status.OPEN,
          say.of(
              "Bestellen Sie eine falsche Antwort auf die nächste Anmeldung dieses Browsers.",
              "Order a wrong answer to the next sign-in of this browser."),
          fault);
    }
    if (isSeen(use, tried.get())) {
      return new Check(
          id,
          title,
          Status.FAILED,
          say.of(
              "Ihr Dienst hat die falsche Antwort verwendet. So könnte ihm jemand eine fremde"
                  + " Anmeldung unterschieben.",
              "Your service used the wrong answer. Somebody could foist another's sign-in on"
                  + " it."),
          fault);
    }
    boolean isOver = answeredAt(tried.get()).plus(SOON).isBefore(now);
    return new Check(
        id,
        title,
        isOver ? Status.PASSED : Status.OPEN,
        isOver
            ? say.of(
                "Ihr Dienst hat die falsche Antwort nicht verwendet. Er muss dabei eine"
                    + " verständliche Fehlermeldung gezeigt haben.",
                "Your service did not use the wrong answer. It must have shown an understandable"
                    + " error.")
            : say.of(
                "Die falsche Antwort ist unterwegs. Laden Sie die Seite in zehn Sekunden neu.",
                "The wrong answer is on its way. Reload the page in ten seconds."),
        fault);
  }

  private Check stepUp() {
    String title = say.of("Höheres Niveau verlangt (Step-up)", "Higher level asked for (step-up)");
    Optional<Transaction> asked =
        transactions.stream()
            .filter(each ->
                !each.request().acrValues().isEmpty()
                    || each.request().maxAge() != null
                    || each.request().prompt().contains("login"))
            .filter(each -> isSeen("token.issued", each))
            .findFirst();
    return asked.isPresent()
        ? passed(
            "step-up",
            title,
            say.of("Zuletzt um ", "Last at ") + Shown.clock(asked.get().createdAt(), say))
        : open(
            "step-up",
            title,
            say.of(
                "Lassen Sie Ihren Dienst mit acr_values, max_age oder prompt=login anfragen.",
                "Have your service ask with acr_values, max_age or prompt=login."));
  }

  private Check logout() {
    String title = say.of("Abmeldung durch den Dienst", "Logout by the service");
    return events.stream()
            .anyMatch(
                each -> each.type().equals("session.ended") && each.outcome().equals("service"))
        ? passed(
            "logout",
            title,
            service.backchannelLogoutUri() == null
                ? say.of(
                    "Angekommen. Für Ihren Dienst ist keine backchannel-logout-uri eingetragen: Er"
                        + " erfährt nicht, wenn sich jemand anderswo abmeldet.",
                    "Arrived. No backchannel-logout-uri is registered for your service: it does not"
                        + " learn when somebody signs out elsewhere.")
                : say.of("Angekommen.", "Arrived."))
        : open(
            "logout",
            title,
            say.of(
                "Melden Sie sich bei Ihrem Dienst ab; er muss den Browser mit id_token_hint zu"
                    + " /connect/logout schicken.",
                "Sign out at your service; it has to send the browser to /connect/logout with an"
                    + " id_token_hint."));
  }

  private boolean isSeen(String type, Transaction transaction) {
    String grant = grants.get(transaction.id());
    return grant != null
        && events.stream()
            .anyMatch(
                each -> each.type().equals(type) && grant.equals(each.details().get("grant")));
  }

  private Instant answeredAt(Transaction transaction) {
    return events.stream()
        .filter(each -> transaction.id().equals(each.transaction()))
        .filter(each -> each.type().equals(SelfTests.EVENT))
        .map(AuditEntry::happenedAt)
        .findFirst()
        .orElse(transaction.createdAt());
  }

  private String notYet() {
    return say.of("Noch keine Anmeldung gesehen.", "No sign-in seen yet.");
  }

  private static Check open(String id, String title, String text) {
    return new Check(id, title, Status.OPEN, text, null);
  }

  private static Check passed(String id, String title, String text) {
    return new Check(id, title, Status.PASSED, text, null);
  }

  private static Check failed(String id, String title, String text) {
    return new Check(id, title, Status.FAILED, text, null);
  }
}

package de.landbruecke.server.account;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.account.SelfTestModel.Check;
import de.landbruecke.server.account.SelfTestModel.Status;
import de.landbruecke.server.identity.AuditEntry;
import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.identity.Protocol;
import de.landbruecke.server.identity.Transaction;
import de.landbruecke.server.shared.HomeMetadata;
import de.landbruecke.trust.LevelMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a home portal does right, judged by what the gateway saw of it. Used by one thread. */
final class PortalChecks {

  private final Language say;
  private final HomeIssuer issuer;
  private final @Nullable HomeMetadata metadata;
  private final List<Transaction> transactions;
  private final Function<Transaction, @Nullable AssuranceLevel> reached;
  private final List<AuditEntry> events;

  /**
   * Judges.
   *
   * @param metadata null: none were read so far
   * @param transactions of one browser that went there, the last first
   * @param reached the level of what came of one; null: nothing did
   * @param events of the portal
   */
  PortalChecks(
      Language say,
      HomeIssuer issuer,
      @Nullable HomeMetadata metadata,
      List<Transaction> transactions,
      Function<Transaction, @Nullable AssuranceLevel> reached,
      List<AuditEntry> events) {
    this.say = say;
    this.issuer = issuer;
    this.metadata = metadata;
    this.transactions = transactions;
    this.reached = reached;
    this.events = events;
  }

  List<Check> all() {
    List<Check> checks = new ArrayList<>();
    if (issuer.protocol() == Protocol.OIDC) {
      checks.add(discovery());
    }
    checks.add(signIn());
    checks.add(stepUp());
    if (issuer.protocol() == Protocol.OIDC) {
      checks.add(logout());
    }
    return checks;
  }

  private Check discovery() {
    String title = say.of("Metadaten gefunden und gültig", "Metadata found and valid");
    if (metadata == null) {
      return check(
          "discovery",
          title,
          Status.FAILED,
          say.of("Keine brauchbare Antwort von ", "No usable answer from ")
              + issuer.issuerUri()
              + "/.well-known/openid-configuration");
    }
    return check(
        "discovery",
        title,
        Status.PASSED,
        "PAR: "
            + yes(metadata.pushedAuthorization() != null)
            + ", DPoP: "
            + yes(metadata.dpop())
            + ", iss: "
            + yes(metadata.responseIssuer())
            + ", claims: "
            + yes(metadata.claims())
            + ", userinfo: "
            + yes(metadata.userInfo() != null));
  }

  private Check signIn() {
    String title =
        say.of(
            "Anmeldung: Rücksprungadresse, state, nonce, Signatur",
            "Sign-in: address, state, nonce, signature");
    for (Transaction transaction : transactions) {
      AssuranceLevel level = reached.apply(transaction);
      if (level != null) {
        return check(
            "sign-in",
            title,
            Status.PASSED,
            say.of("Zuletzt um ", "Last at ")
                + Shown.clock(transaction.createdAt(), say)
                + say.of(", Niveau ", ", level ")
                + Shown.level(level, say));
      }
      Optional<String> reason = refusal(transaction);
      if (reason.isPresent()) {
        return check(
            "sign-in", title, Status.FAILED, say.of("Abgelehnt: ", "Refused: ") + reason.get());
      }
    }
    return check(
        "sign-in",
        title,
        Status.OPEN,
        say.of(
            "Melden Sie sich unten auf einem der Niveaus an.",
            "Sign in below on one of the levels."));
  }

  /** The one check that takes two sign-ins: the second on a higher level than the first. */
  private Check stepUp() {
    String title = say.of("Höheres Niveau erreicht (Step-up)", "Higher level reached (step-up)");
    List<AssuranceLevel> levels =
        transactions.stream().map(reached).filter(each -> each != null).distinct().toList();
    if (levels.size() > 1) {
      return check(
          "step-up",
          title,
          Status.PASSED,
          String.join(", ", levels.stream().sorted().map(each -> Shown.level(each, say)).toList()));
    }
    Optional<String> tooLow =
        transactions.stream()
            .filter(each -> refusal(each).filter(reason -> reason.contains("level")).isPresent())
            .flatMap(each -> each.request().acrValues().stream())
            .map(acr -> Shown.level(LevelMap.OWN.proven(acr).level(), say))
            .findFirst();
    return tooLow.isPresent()
        ? check(
            "step-up",
            title,
            Status.FAILED,
            say.of("Verlangt und nicht erreicht: ", "Asked for and not reached: ") + tooLow.get())
        : check(
            "step-up",
            title,
            Status.OPEN,
            say.of(
                "Melden Sie sich auf zwei Niveaus nacheinander an.",
                "Sign in on two levels, one after the other."));
  }

  private Check logout() {
    String title = say.of("Abmeldung beim Portal (Back-Channel)", "Logout at the portal");
    List<AuditEntry> told =
        events.stream().filter(each -> each.type().equals("home-logout")).toList();
    if (told.isEmpty()) {
      return check(
          "logout",
          title,
          Status.OPEN,
          say.of(
                  "Melden Sie sich nach einer Anmeldung beim Portal ab; es muss ein Logout-Token an"
                      + " /logout/connect/back-channel/",
                  "Sign out at the portal after signing in; it has to send a logout token to"
                      + " /logout/connect/back-channel/")
              + issuer.id()
              + say.of(" schicken.", "."));
    }
    String outcome = told.getLast().outcome();
    return outcome.equals("ok")
        ? check("logout", title, Status.PASSED, say.of("Angekommen.", "Arrived."))
        : check("logout", title, Status.FAILED, say.of("Abgelehnt: ", "Refused: ") + outcome);
  }

  private Optional<String> refusal(Transaction transaction) {
    return events.stream()
        .filter(each -> each.type().equals("sign-in"))
        .filter(each -> transaction.id().equals(each.transaction()))
        .map(AuditEntry::outcome)
        .filter(outcome -> !outcome.equals("ok"))
        .reduce((first, second) -> second);
  }

  private String yes(boolean is) {
    return is ? say.of("ja", "yes") : say.of("nein", "no");
  }

  private static Check check(String id, String title, Status status, String text) {
    return new Check(id, title, status, text, null);
  }
}

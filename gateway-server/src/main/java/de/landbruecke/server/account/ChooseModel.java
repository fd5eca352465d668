package de.landbruecke.server.account;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.identity.Session;
import de.landbruecke.server.identity.Transaction;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows on which an account is chosen: why, by what, and the way without.
 *
 * @param service that asks; null: the gateway itself
 * @param signedIn by which account the citizen is signed in already, not well enough; null: none
 * @param isRemembered whether an account is remembered at this browser
 */
record ChooseModel(
    Language say,
    Transaction transaction,
    @Nullable RelyingService service,
    AssuranceLevel level,
    List<Row> open,
    List<Row> closed,
    @Nullable String signedIn,
    boolean linking,
    boolean isRemembered,
    String token) {

  /**
   * An account.
   *
   * @param note what is to be known of it; null: nothing
   */
  record Row(String id, String label, @Nullable String note) {}

  static ChooseModel of(Language say, Step.Choose step, @Nullable String remembered, String token) {
    Session session = step.session();
    String first = session != null ? session.issuer() : remembered;
    // The account that somebody has already is hardly the one that shall be added.
    boolean last = SignIns.isLinking(step.transaction());
    List<Row> open =
        step.options().stream()
            .filter(AccountOption::isChoosable)
            .sorted(
                Comparator.comparing(
                    (AccountOption option) -> option.issuer().id().equals(first) == last))
            .map(option -> row(say, option, remembered, session))
            .toList();
    List<Row> closed =
        step.options().stream()
            .filter(option -> !option.isChoosable())
            .map(option ->
                new Row(
                    option.issuer().id(),
                    Shown.text(option.issuer().label()),
                    obstacle(say, option)))
            .toList();
    return new ChooseModel(
        say,
        step.transaction(),
        step.demand().service(),
        least(step),
        open,
        closed,
        session == null ? null : label(step, session.issuer()),
        SignIns.isLinking(step.transaction()),
        remembered != null,
        token);
  }

  /** What is demanded by the easiest of the ways that are open. */
  private static AssuranceLevel least(Step.Choose step) {
    return step.options().stream()
        .filter(AccountOption::isChoosable)
        .map(option -> option.demand().level())
        .min(Comparator.naturalOrder())
        .orElse(step.demand().level());
  }

  private static String label(Step.Choose step, String issuer) {
    return step.options().stream()
        .filter(option -> option.issuer().id().equals(issuer))
        .findFirst()
        .map(option -> Shown.text(option.issuer().label()))
        .orElse(issuer);
  }

  private static Row row(
      Language say, AccountOption option, @Nullable String remembered, @Nullable Session session) {
    String id = option.issuer().id();
    String note = null;
    if (session != null && session.issuer().equals(id)) {
      note = say.of("Mit diesem Konto sind Sie angemeldet", "You are signed in by this account");
    } else if (id.equals(remembered)) {
      note = say.of("Zuletzt verwendet", "Last used");
    }
    return new Row(id, Shown.text(option.issuer().label()), note);
  }

  private static String obstacle(Language say, AccountOption option) {
    AccountOption.Obstacle obstacle = option.obstacle();
    if (obstacle == null) {
      return "";
    }
    return switch (obstacle) {
      case NOT_ALLOWED ->
          say.of("Für diesen Dienst nicht vorgesehen", "Not intended for this service");
      case LEVEL ->
          say.of(
              "Erreicht höchstens das Vertrauensniveau "
                  + highest(say, option)
                  + ", nötig ist "
                  + Shown.level(option.demand().level(), say),
              "Reaches the level of assurance "
                  + highest(say, option)
                  + " at most, needed is "
                  + Shown.level(option.demand().level(), say));
      case EXHAUSTED ->
          say.of(
              "Hat das nötige Vertrauensniveau mehrmals nicht erreicht",
              "Did not reach the level of assurance several times");
      case UNREACHABLE ->
          say.of(
              "Gerade nicht erreichbar, bitte später noch einmal versuchen",
              "Cannot be reached at the moment, please try again later");
    };
  }

  private static String highest(Language say, AccountOption option) {
    return Shown.level(option.issuer().highest(option.demand().notified()), say);
  }

  String title() {
    if (linking) {
      return say.of("Weiteres Konto verknüpfen", "Link another account");
    }
    if (service == null) {
      return say.of("Bei der Landbrücke anmelden", "Sign in to Landbrücke");
    }
    return signedIn == null
        ? say.of("Melden Sie sich an", "Sign in")
        : say.of("Melden Sie sich noch einmal an", "Sign in once more");
  }

  String serviceName() {
    return service == null ? "" : Shown.text(service.name());
  }

  String controller() {
    return service == null ? "" : Shown.text(service.controller());
  }

  String levelName() {
    return Shown.level(level, say);
  }

  String means() {
    return Shown.means(level, say);
  }

  boolean needsCard() {
    return level.isAtLeast(AssuranceLevel.SUBSTANTIAL);
  }

  String path() {
    return "/konto/anmelden/" + transaction.id();
  }
}

package de.landbruecke.server.account;

import de.landbruecke.server.identity.AttributeName;
import de.landbruecke.server.identity.Consent;
import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.identity.Link;
import de.landbruecke.server.identity.LogoutState;
import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.identity.Session;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the citizen's own pages show. All texts are fit to be shown. */
final class KontoModels {

  private KontoModels() {}

  /**
   * What these pages have in common.
   *
   * @param path of the page
   * @param account by which the citizen is signed in
   * @param ends when the session ends if nothing is done
   * @param done what was just done; null: nothing
   * @param leaving sentences about links that go unless they are used
   * @param token of all forms of the page
   */
  record Head(
      Language say,
      String path,
      Session session,
      String account,
      String level,
      String ends,
      @Nullable String done,
      List<String> leaving,
      String token) {
    public Head {
      leaving = List.copyOf(leaving);
    }
  }

  /** A sentence about each link that goes unless it is used. */
  static List<String> leaving(Language say, List<Link> links, UnaryOperator<String> label) {
    List<String> sentences = new ArrayList<>();
    for (Link link : links) {
      Instant goesAt = link.goesAt();
      if (goesAt != null) {
        String account = label.apply(link.issuer());
        String day = Shown.day(goesAt, say);
        sentences.add(
            say.of(
                account
                    + ": Mit diesem Konto haben Sie sich lange nicht angemeldet. Die Verknüpfung"
                    + " wird am "
                    + day
                    + " gelöscht, wenn Sie es bis dahin nicht benutzen.",
                account
                    + ": You have not signed in by this account for long. The link will be deleted"
                    + " on "
                    + day
                    + " unless you use it before."));
      }
    }
    return sentences;
  }

  /** A page within the frame that {@link Head} fills. */
  interface Titled {
    Head head();

    String title();
  }

  /** A sentence about what was just done; null for anything else in the address. */
  static @Nullable String done(Language say, @Nullable String what) {
    return switch (String.valueOf(what)) {
      case "widerrufen" ->
          say.of(
              "Die Freigabe ist widerrufen. Der Dienst kann ab sofort nicht mehr darauf zugreifen.",
              "The release is withdrawn. The service can no longer use it, as of now.");
      case "verknuepft" ->
          say.of(
              "Die Konten sind verknüpft. Sie können sich mit jedem von ihnen anmelden.",
              "The accounts are linked. You can sign in by either of them.");
      case "nicht-verknuepft" ->
          say.of("Es wurde nichts verknüpft.", "No account has been linked.");
      case "aufgehoben" ->
          say.of(
              "Die Verknüpfung ist aufgehoben. Jedes Konto steht wieder für sich.",
              "The link has been undone. Each account stands by itself again.");
      case "geloescht" ->
          say.of(
              "Ihre Daten bei der Landbrücke sind gelöscht.",
              "Your data at Landbrücke has been deleted.");
      case "beendet" -> say.of("Die Sitzung ist beendet.", "The session has been ended.");
      case "nicht-bestaetigt" ->
          say.of(
              "Es wurde nichts gelöscht, weil das Häkchen fehlte.",
              "Nothing was deleted because the box was not ticked.");
      case "unveraendert" -> say.of("Es hat sich nichts geändert.", "Nothing has changed.");
      default -> null;
    };
  }

  record Releases(Head head, List<ReleaseRow> rows) implements Titled {
    public Releases {
      rows = List.copyOf(rows);
    }

    @Override
    public String title() {
      return head.say().of("Meine Freigaben", "My releases");
    }
  }

  /**
   * One decision of the citizen.
   *
   * @param standing whether it can be withdrawn
   */
  record ReleaseRow(
      String id,
      String service,
      String controller,
      String purpose,
      String attributes,
      String level,
      String decided,
      String state,
      boolean standing) {

    static ReleaseRow of(
        Language say, Consent consent, @Nullable RelyingService service, Instant now) {
      boolean standing = consent.isStanding(now);
      return new ReleaseRow(
          consent.id(),
          service == null ? consent.clientId() : Shown.text(service.name()),
          service == null ? "" : Shown.text(service.controller()),
          Shown.text(consent.purpose()),
          consent.attributes().isEmpty()
              ? say.of("keine Angaben, nur ein Kennzeichen", "no details, only an identifier")
              : AttributeName.sorted(consent.attributes()).stream()
                  .map(name -> Shown.attribute(name, say))
                  .collect(Collectors.joining(", ")),
          Shown.level(consent.level(), say),
          Shown.dayAndTime(consent.decidedAt(), say),
          state(say, consent, standing),
          standing);
    }

    private static String state(Language say, Consent consent, boolean standing) {
      if (consent.outcome() == Consent.Outcome.REFUSED) {
        return say.of("Nicht freigegeben", "Not released");
      }
      Instant withdrawn = consent.withdrawnAt();
      if (withdrawn != null) {
        return say.of("Widerrufen am ", "Withdrawn on ") + Shown.day(withdrawn, say);
      }
      Instant expires = consent.expiresAt();
      if (standing && expires != null) {
        return say.of("Gilt bis ", "Valid until ") + Shown.dayAndTime(expires, say);
      }
      return say.of("Einmalig freigegeben oder abgelaufen", "Released once, or expired");
    }
  }

  /**
   * The accounts of the citizen.
   *
   * @param most at which level sign-ins count at most since accounts were linked; null: no bound
   */
  record Links(Head head, List<LinkRow> rows, @Nullable String most, String linkToken)
      implements Titled {
    public Links {
      rows = List.copyOf(rows);
    }

    @Override
    public String title() {
      return head.say().of("Verknüpfte Konten", "Linked accounts");
    }
  }

  /** One linked account. */
  record LinkRow(String id, String label, String level, String since, String used) {

    static LinkRow of(Language say, Link link, String label) {
      Instant joined = link.joinedAt();
      return new LinkRow(
          link.id(),
          label,
          Shown.level(link.level(), say),
          Shown.day(joined == null ? link.createdAt() : joined, say),
          Shown.day(link.lastUsedAt(), say));
    }
  }

  record SessionsModel(Head head, List<SessionRow> rows) implements Titled {
    public SessionsModel {
      rows = List.copyOf(rows);
    }

    @Override
    public String title() {
      return head.say().of("Meine Sitzungen", "My sessions");
    }
  }

  /** One running session. */
  record SessionRow(
      String id,
      String account,
      String level,
      String since,
      String used,
      String services,
      boolean here) {

    static SessionRow of(
        Language say, Session session, String account, Set<String> services, Session current) {
      return new SessionRow(
          session.id(),
          account,
          Shown.level(session.level(), say),
          Shown.dayAndTime(session.createdAt(), say),
          Shown.dayAndTime(session.lastUsedAt(), say),
          services.isEmpty() ? say.of("keine", "none") : String.join(", ", services),
          session.id().equals(current.id()));
    }
  }

  /**
   * Signing out.
   *
   * @param services that are signed in to in this session
   * @param others how many other sessions there are
   */
  record Logout(Head head, Set<String> services, int others) implements Titled {
    @Override
    public String title() {
      return head.say().of("Abmelden", "Sign out");
    }
  }

  /**
   * Signed out.
   *
   * @param told what became of telling each service, by its name
   * @param home where the citizen may still be signed in; null: unknown
   * @param again the address that tells how it stands later
   */
  record Bye(
      Language say,
      Map<String, LogoutState.State> told,
      @Nullable String home,
      @Nullable String homeAddress,
      boolean everywhere,
      String again) {

    static Bye of(
        Language say,
        Map<String, LogoutState.State> told,
        @Nullable HomeIssuer home,
        boolean everywhere,
        String again) {
      return new Bye(
          say,
          told,
          home == null ? null : Shown.text(home.label()),
          home == null ? null : site(home),
          everywhere,
          again);
    }

    boolean isWaiting() {
      return told.containsValue(LogoutState.State.WAITING);
    }

    String word(LogoutState.State state) {
      return switch (state) {
        case CONFIRMED -> say.of("hat Ihre Abmeldung bestätigt", "has confirmed your sign-out");
        case WAITING ->
            say.of(
                "hat noch nicht geantwortet, wir versuchen es weiter",
                "has not answered yet, we keep trying");
        case FAILED ->
            say.of(
                "hat nicht geantwortet: Bitte melden Sie sich dort selbst ab",
                "has not answered: please sign out there yourself");
        case UNTOLD ->
            say.of(
                "nimmt keine Abmeldung von uns entgegen: Bitte melden Sie sich dort selbst ab",
                "takes no sign-out from us: please sign out there yourself");
      };
    }
  }

  /** Null where the portal's name is no address. */
  private static @Nullable String site(HomeIssuer home) {
    URI site = AccountPages.siteOf(home.issuerUri());
    return site == null ? null : site.toString();
  }

  /** Before the end of a session. */
  record Ending(Language say, String back, String ends, String token) {}

  /**
   * For those who are not signed in.
   *
   * @param page the short name of the page that follows
   * @param done what was just done; null: nothing
   * @param ended whether a session has ended
   */
  record Enter(Language say, String page, @Nullable String done, boolean ended) {}
}

package de.landbruecke.server.account;

import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.identity.Transaction;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page of a failure shows: what happened, in words, and what to do next.
 *
 * @param say the page's language
 * @param reference by which the log tells more
 * @param reason for the log
 * @param issuer whose account it was about; null: none
 * @param service that the citizen wanted to use; null: none, or the gateway itself
 * @param transaction in which something else may be tried; null: none
 * @param token of the form that leads back to the service
 * @param retry whether the same account may be tried again
 */
record TroubleModel(
    Language say,
    Trouble trouble,
    String reference,
    String reason,
    @Nullable HomeIssuer issuer,
    @Nullable RelyingService service,
    @Nullable Transaction transaction,
    @Nullable String token,
    boolean retry) {

  static Builder of(Language say, Trouble trouble, String reason) {
    return new Builder(say, trouble, reason);
  }

  String title() {
    return switch (trouble) {
      case USER_CANCELLED ->
          say.of("Sie haben die Anmeldung abgebrochen", "You cancelled signing in");
      case PROVIDER_DOWN ->
          say.of(
              "Die Anmeldung bei " + portal() + " funktioniert gerade nicht",
              "Signing in at " + portal() + " is not working at the moment");
      case LEVEL_TOO_LOW ->
          isLinking()
              ? say.of(
                  "Diese Anmeldung reicht zum Verknüpfen nicht aus",
                  "This sign-in is not sufficient for linking")
              : say.of(
                  "Diese Anmeldung reicht für den Dienst nicht aus",
                  "This sign-in is not sufficient for the service");
      case ACCOUNT_UNSUITABLE ->
          say.of(
              "Dieses Konto lässt sich hier nicht verwenden", "This account cannot be used here");
      case DATA_MISMATCH ->
          reason.equals("already_linked")
              ? say.of("Dieses Konto ist schon verknüpft", "This account is already linked")
              : say.of(
                  "In Ihrem Konto fehlen Angaben für diesen Dienst",
                  "Your account lacks details that this service needs");
      case SESSION_EXPIRED ->
          say.of("Diese Anmeldung ist nicht mehr gültig", "This sign-in is no longer valid");
      case TECHNICAL -> say.of("Da ist bei uns etwas schiefgegangen", "Something went wrong here");
      case REQUEST_INVALID ->
          say.of(
              "Mit dieser Anfrage können wir Sie nicht anmelden",
              "We cannot sign you in with this request");
    };
  }

  String explanation() {
    return switch (trouble) {
      case USER_CANCELLED ->
          say.of(
              "Es wurden keine Daten übermittelt. Sie können es noch einmal versuchen oder ein"
                  + " anderes Konto wählen.",
              "No data was sent. You can try again or choose another account.");
      case PROVIDER_DOWN ->
          say.of(
              portal()
                  + " antwortet nicht oder nicht so, wie wir es erwarten. Das liegt nicht an Ihnen."
                  + " Es wurden keine Daten übermittelt.",
              portal()
                  + " does not answer, or not as we expect. This is not your fault. No data was"
                  + " sent.");
      case LEVEL_TOO_LOW ->
          reason.equals("accounts_joined_lower")
              ? say.of(
                  "Sie haben dieses Konto mit einem anderen verknüpft, als Sie mit weniger"
                      + " sicheren Mitteln angemeldet waren. Darum gilt es hier nur auf diesem"
                      + " Niveau. Heben Sie die Verknüpfung auf und verknüpfen Sie die Konten"
                      + " mit dem Online-Ausweis neu.",
                  "You linked this account to another one while signed in by less secure means."
                      + " Therefore it only counts at that level here. Undo the link, and link"
                      + " the accounts again using your online ID.")
              : isLinking()
                  ? say.of(
                      "Das zweite Konto muss so sicher bestätigt sein wie das, mit dem Sie"
                          + " angemeldet sind. Sonst könnte jemand, der ein schwaches Konto von"
                          + " Ihnen kennt, an Ihre Dienste kommen.",
                      "The second account has to be confirmed as surely as the one by which you"
                          + " are signed in. Otherwise somebody who knows a weak account of yours"
                          + " could get at your services.")
                  : say.of(
                      "Der Dienst braucht ein höheres Vertrauensniveau, als "
                          + portal()
                          + " bestätigt hat. Meist hilft es, sich dort mit dem Online-Ausweis"
                          + " anzumelden.",
                      "The service needs a higher level of assurance than "
                          + portal()
                          + " confirmed. It usually helps to sign in there using your online ID.");
      case ACCOUNT_UNSUITABLE ->
          switch (reason) {
            case "organisation" ->
                say.of(
                    "Sie haben sich mit dem Konto einer Organisation angemeldet. Hier können sich"
                        + " vorerst nur Bürgerinnen und Bürger mit ihrem eigenen Konto anmelden.",
                    "You signed in with the account of an organisation. For the time being only"
                        + " citizens can sign in here, with accounts of their own.");
            case "representative" ->
                say.of(
                    "Sie haben sich für eine andere Person angemeldet. Vertretungen sind hier noch"
                        + " nicht möglich. Bitte melden Sie sich mit Ihrem eigenen Konto an.",
                    "You signed in on behalf of another person. This is not yet possible here."
                        + " Please sign in with an account of your own.");
            case "minor" ->
                say.of(
                    "Wer noch nicht "
                        + HomeAttributes.AGE
                        + " Jahre alt ist, kann sich hier noch nicht selbst anmelden. Ihre Eltern"
                        + " oder die Behörde helfen weiter.",
                    "People under the age of "
                        + HomeAttributes.AGE
                        + " cannot sign in here by themselves yet. Your parents or the authority"
                        + " can help.");
            default ->
                say.of(
                    "Für diesen Dienst ist die Anmeldung mit einem Konto von "
                        + portal()
                        + " nicht vorgesehen.",
                    "Signing in with an account of "
                        + portal()
                        + " is not intended for this service.");
          };
      case DATA_MISMATCH ->
          reason.equals("already_linked")
              ? say.of(
                  "Es gehört bereits zu Ihren verknüpften Konten. Sie müssen nichts weiter tun.",
                  "It already is one of your linked accounts. There is nothing more to do.")
              : say.of(
                  "Der Dienst kann ohne diese Angaben nicht arbeiten. Ergänzen Sie sie bei "
                      + portal()
                      + " und versuchen Sie es dann noch einmal.",
                  "The service cannot work without them. Add them at "
                      + portal()
                      + " and then try again.");
      case SESSION_EXPIRED ->
          say.of(
              "Vielleicht ist zu viel Zeit vergangen, Sie haben die Zurück-Taste benutzt, oder die"
                  + " Anmeldung wurde in einem anderen Fenster schon beendet. Zu Ihrem Schutz"
                  + " beginnen Sie bitte von vorn.",
              "Perhaps too much time has passed, you used the back button, or the sign-in was"
                  + " already finished in another window. For your protection, please start"
                  + " again.");
      case TECHNICAL ->
          say.of(
              "Der Fehler liegt bei uns, nicht bei Ihnen, und wir haben ihn vermerkt. Es wurden"
                  + " keine Daten übermittelt. Bitte versuchen Sie es in einigen Minuten noch"
                  + " einmal.",
              "The fault is ours, not yours, and we have made a note of it. No data was sent."
                  + " Please try again in a few minutes.");
      case REQUEST_INVALID ->
          say.of(
              "Die Website, von der Sie kommen, hat uns etwas geschickt, das wir nicht annehmen"
                  + " dürfen. Bitte gehen Sie dorthin zurück und versuchen Sie es noch einmal,"
                  + " oder wenden Sie sich an deren Betreiber.",
              "The website that you came from sent us something that we must not accept. Please go"
                  + " back there and try again, or contact whoever runs it.");
    };
  }

  private boolean isLinking() {
    return transaction != null && SignIns.isLinking(transaction);
  }

  private String portal() {
    return issuer == null
        ? say.of("dem gewählten Portal", "the portal you chose")
        : Shown.text(issuer.label());
  }

  /** Where the sign-in can go on; null where it cannot. */
  @Nullable String onward() {
    return transaction == null ? null : "/konto/anmelden/" + transaction.id();
  }

  /** Collects the parts; used by one thread. */
  static final class Builder {
    private final Language say;
    private final Trouble trouble;
    private final String reason;
    private String reference = "";
    private @Nullable HomeIssuer issuer;
    private @Nullable RelyingService service;
    private @Nullable Transaction transaction;
    private @Nullable String token;
    private boolean retry;
    private List<URI> formTargets = List.of();

    private Builder(Language say, Trouble trouble, String reason) {
      this.say = say;
      this.trouble = trouble;
      this.reason = reason;
    }

    Builder reference(String text) {
      this.reference = text;
      return this;
    }

    Builder issuer(@Nullable HomeIssuer about) {
      this.issuer = about;
      return this;
    }

    /** The transaction in which something else may be tried. */
    Builder in(@Nullable Transaction open, @Nullable RelyingService asking, String formToken) {
      this.transaction = open;
      this.service = asking;
      this.token = open == null ? null : formToken;
      return this;
    }

    Builder retry(boolean possible) {
      this.retry = possible;
      return this;
    }

    Builder formTargets(List<URI> targets) {
      this.formTargets = List.copyOf(targets);
      return this;
    }

    List<URI> formTargets() {
      return formTargets;
    }

    TroubleModel build() {
      return new TroubleModel(
          say, trouble, reference, reason, issuer, service, transaction, token, retry);
    }
  }
}

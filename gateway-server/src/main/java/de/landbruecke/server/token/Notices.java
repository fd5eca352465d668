package de.landbruecke.server.token;

import de.landbruecke.server.shared.Digests;
import de.landbruecke.server.web.Page;
import de.landbruecke.server.web.Pages;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** The pages of this room: nothing of a request is on them but a code, and nobody keeps them. */
final class Notices {

  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
  private static final Locale ENGLISH = Locale.ENGLISH;

  private final Pages pages;

  Notices(Pages pages) {
    this.pages = pages;
  }

  /**
   * What the templates show.
   *
   * @param code of OAuth; empty: none
   * @param reference by which the log knows it; empty: none
   * @param action where the form goes; empty: no form
   */
  record NoticeModel(
      String language,
      String title,
      List<String> paragraphs,
      String code,
      String reference,
      String action,
      String button) {}

  /** The service's request is wrong, and there is no safe way to tell it so. */
  ResponseEntity<byte[]> refused(Locale locale, String code) {
    String reference = Digests.newReference();
    LOG.info("refused a request of a service: {}, reference {}", code, reference);
    boolean english = isEnglish(locale);
    return page(
        HttpStatus.BAD_REQUEST,
        new NoticeModel(
            language(english),
            english ? "Sign-in is not possible" : "Die Anmeldung ist nicht möglich",
            english
                ? List.of(
                    "The online service sent a request that we cannot accept. You did nothing"
                        + " wrong, and nothing was passed on.",
                    "Please go back to the online service and try again. If it happens again, tell"
                        + " the service this code and reference.")
                : List.of(
                    "Der Online-Dienst hat eine Anfrage geschickt, die wir nicht annehmen können."
                        + " Sie haben nichts falsch gemacht, und es wurden keine Daten"
                        + " weitergegeben.",
                    "Bitte gehen Sie zurück zum Online-Dienst und versuchen Sie es noch einmal."
                        + " Geschieht es wieder, nennen Sie dem Dienst diesen Code und diese"
                        + " Nummer."),
            code,
            reference,
            "",
            ""));
  }

  /**
   * We cannot go on, and it is our fault.
   *
   * @param status 503 where it may work in a while
   */
  ResponseEntity<byte[]> failed(Locale locale, HttpStatus status, String reason) {
    String reference = Digests.newReference();
    String code =
        status == HttpStatus.SERVICE_UNAVAILABLE ? "temporarily_unavailable" : "server_error";
    LOG.warn("a page failed: {}, reference {}", reason, reference);
    boolean english = isEnglish(locale);
    return page(
        status,
        new NoticeModel(
            language(english),
            english ? "Something went wrong here" : "Da ist bei uns etwas schiefgegangen",
            List.of(
                english
                    ? "The fault is ours, not yours. No data was passed on. Please try again in a"
                        + " few minutes."
                    : "Der Fehler liegt bei uns, nicht bei Ihnen. Es wurden keine Daten"
                        + " weitergegeben. Bitte versuchen Sie es in einigen Minuten noch"
                        + " einmal."),
            code,
            reference,
            "",
            ""));
  }

  /** Whether to sign out. */
  ResponseEntity<byte[]> confirmLogout(Locale locale) {
    boolean english = isEnglish(locale);
    return page(
        HttpStatus.OK,
        new NoticeModel(
            language(english),
            english ? "Sign out?" : "Möchten Sie sich abmelden?",
            List.of(
                english
                    ? "You will be signed out here and at all online services that you used with"
                        + " this sign-in."
                    : "Sie werden hier und bei allen Online-Diensten abgemeldet, die Sie mit dieser"
                        + " Anmeldung benutzt haben."),
            "",
            "",
            Endpoints.LOGOUT_CONFIRMED,
            english ? "Sign out" : "Abmelden"));
  }

  private ResponseEntity<byte[]> page(HttpStatus status, NoticeModel model) {
    Page page =
        Page.of(model.title()).language(model.language()).robots("noindex, nofollow").build();
    return pages.uncached(status, page, "token/notice.jte", model);
  }

  /** The tag of the language in which we answer. */
  static String language(Locale locale) {
    return language(isEnglish(locale));
  }

  private static String language(boolean english) {
    return english ? "en" : "de";
  }

  private static boolean isEnglish(Locale locale) {
    return locale.getLanguage().equals(ENGLISH.getLanguage());
  }

  /** A redirect by GET, whatever the request was (RFC 9700, section 4.12). */
  static ResponseEntity<byte[]> redirect(String address, @Nullable String cookie) {
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(HttpStatus.SEE_OTHER)
            .header(HttpHeaders.LOCATION, address)
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .contentType(MediaType.TEXT_PLAIN);
    if (cookie != null) {
      answer.header(HttpHeaders.SET_COOKIE, cookie);
    }
    return answer.body(new byte[0]);
  }

  /** German unless the browser says otherwise. */
  static Locale locale(HttpServletRequest request) {
    return request.getHeader(HttpHeaders.ACCEPT_LANGUAGE) == null
        ? Locale.GERMAN
        : request.getLocale();
  }
}

package de.landbruecke.server.account;

import de.landbruecke.server.identity.Session;
import de.landbruecke.server.identity.Sessions;
import de.landbruecke.server.shared.Digests;
import de.landbruecke.server.web.HeaderFilter;
import de.landbruecke.server.web.Page;
import de.landbruecke.server.web.Pages;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** Renders the pages of the room: nobody keeps them, no robot lists them. */
final class AccountPages {

  private static final Logger LOG = LoggerFactory.getLogger(AccountPages.class);

  /** How long before the end of a session people are warned. */
  static final Duration WARNING = Duration.ofSeconds(150);

  private final Pages pages;
  private final Clock clock;

  AccountPages(Pages pages, Clock clock) {
    this.pages = pages;
    this.clock = clock;
  }

  /**
   * A page.
   *
   * @param formTargets where its forms lead to in the end, beside the gateway itself
   */
  ResponseEntity<byte[]> show(
      HttpServletResponse response,
      HttpStatus status,
      Language language,
      String title,
      String template,
      Object model,
      Collection<URI> formTargets) {
    HeaderFilter.allowForms(response, formTargets.stream().map(AccountPages::origin).toList());
    Page page = Page.of(title).language(language.tag()).robots("noindex").build();
    return pages.uncached(status, page, "account/" + template + ".jte", model);
  }

  /** A page whose form sends itself to a portal where scripts run. */
  ResponseEntity<byte[]> leave(HttpServletResponse response, LeaveModel model) {
    HeaderFilter.allowForms(response, List.of(origin(model.address())));
    Page page =
        Page.of(model.title())
            .language(model.say().tag())
            .robots("noindex")
            .script("leave.js")
            .build();
    return pages.uncached(HttpStatus.OK, page, "account/leave.jte", model);
  }

  /** The page of a failure, with a reference by which the log tells more. */
  ResponseEntity<byte[]> trouble(
      HttpServletResponse response, Language language, TroubleModel.Builder builder) {
    TroubleModel model = builder.reference(Digests.newReference()).build();
    LOG.info(
        "sign-in {}: {} ({}), issuer {}",
        model.reference(),
        model.trouble().code(),
        model.reason(),
        model.issuer() == null ? "none" : model.issuer().id());
    return show(
        response,
        model.trouble().status(),
        language,
        model.title(),
        "trouble",
        model,
        builder.formTargets());
  }

  /** Leads on, never by 307, which would send the form again. */
  static ResponseEntity<byte[]> seeOther(URI address) {
    return ResponseEntity.status(HttpStatus.SEE_OTHER)
        .header(HttpHeaders.LOCATION, address.toString())
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  /**
   * Has the browser show the warning in time, without a script and without counting as use.
   *
   * @param path of the page, to which the warning leads back
   */
  void warn(HttpServletResponse response, Session session, String path, Language language) {
    Duration left = Duration.between(clock.instant(), end(session, clock.instant()));
    Duration wait = left.minus(WARNING);
    response.setHeader(
        "Refresh",
        Math.max(1, wait.toSeconds())
            + "; url=/konto/sitzung?zurueck="
            + URLEncoder.encode(path, StandardCharsets.UTF_8)
            + "&"
            + Language.PARAMETER
            + "="
            + language.tag());
  }

  /** When the session ends if it was last used at this time. */
  static Instant end(Session session, Instant lastUsedAt) {
    Instant idle = lastUsedAt.plus(Sessions.IDLE);
    Instant longest = session.createdAt().plus(Sessions.LONGEST);
    return idle.isBefore(longest) ? idle : longest;
  }

  private static String origin(URI address) {
    return address.getRawAuthority() == null
        ? address.getScheme() + ":"
        : address.getScheme() + "://" + address.getRawAuthority();
  }

  /** No other place. */
  static List<URI> nowhere() {
    return List.of();
  }

  static String withLanguage(String path, Language language) {
    return path + (path.indexOf('?') < 0 ? '?' : '&') + Language.PARAMETER + '=' + language.tag();
  }

  static @Nullable URI siteOf(String issuerUri) {
    URI uri = URI.create(issuerUri);
    return uri.getHost() == null ? null : URI.create(origin(uri) + "/");
  }
}

package de.landbruecke.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What all pages of one portal share: frame, style, headers and the page for a refusal. */
final class Pages {

  static final String STYLE_PATH = "/demo.css";

  private static final String FRAME =
      """
      <!DOCTYPE html>
      <html lang="de">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>{} – {}</title>
      <link rel="stylesheet" href="{}">
      <link rel="icon" href="data:,">
      </head>
      <body class="{}">
      <a class="skip" href="#inhalt">Zum Inhalt</a>
      <p class="notice" id="demo-notice">Dies ist eine Demonstration und kein Angebot einer Behörde. Alle
      Personen sind erfunden. Bitte geben Sie nichts Echtes ein.</p>
      <header>
      <p class="name"><a href="/">{}</a></p>
      <nav aria-label="Hauptnavigation">
      <ul>
      <li><a href="/hund-anmelden">Hund anmelden</a></li>
      <li><a href="/konto">Mein Konto</a></li>
      </ul>
      </nav>
      </header>
      <main id="inhalt">
      <h1>{}</h1>
      {}
      </main>
      <footer><p>Demonstrationsportal {}, Teil von Landbrücke.</p></footer>
      </body>
      </html>
      """;

  private final FederalState state;
  private final String formTargets;
  private final String style;

  /**
   * The pages of one portal. Browsers hold a form to {@code form-action} through all redirects that
   * follow it, and one that signs in may lead by the gateway straight to the neighbour's service.
   */
  Pages(PortalOptions options) {
    this.state = options.state();
    this.formTargets = options.gateway() + " " + options.peer();
    this.style = resource("demo.css");
  }

  String name() {
    return "Portal " + state.label() + " (Demonstration)";
  }

  Response page(String title, Html content) {
    return page(200, title, content);
  }

  Response error(Refusal refusal) {
    Html content =
        Html.of(
            """
            <p>{}</p>
            <p>Fehlercode: <code id="error-code">{}</code></p>
            <p><a href="/">Zur Startseite</a></p>
            """,
            refusal.reason(),
            refusal.code());
    return page(refusal.status(), "Das geht so nicht", content);
  }

  Response style() {
    return Response.of(200, "text/css; charset=utf-8", style);
  }

  /** A list of names and values. */
  static Html facts(Stream<Html> rows) {
    return Html.of("<dl>\n{}\n</dl>", rows.collect(Html.joining()));
  }

  static Html fact(String name, Object value) {
    return Html.of("<div><dt>{}</dt><dd>{}</dd></div>", name, value);
  }

  private Response page(int status, String title, Html content) {
    Html page =
        Html.of(
            FRAME, title, name(), STYLE_PATH, state.code(), name(), title, content, state.label());
    String policy =
        Stream.of(
                "default-src 'none'",
                "style-src 'self'",
                "img-src data:",
                "form-action 'self' " + formTargets,
                "base-uri 'none'",
                "frame-ancestors 'none'")
            .collect(Collectors.joining("; "));
    return Response.of(status, "text/html; charset=utf-8", page.text())
        .with("Content-Security-Policy", policy);
  }

  static String resource(String name) {
    try (InputStream in = Pages.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing in the jar: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

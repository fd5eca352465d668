package de.landbruecke.server.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** The machine's own Chromium, without a window, started once for all tests. */
final class Chromium implements AutoCloseable {

  /** Why tests are skipped where there is none. */
  static final String MISSING =
      "Chromium is not installed (Debian: apt-get install chromium), so the pages were not seen in"
          + " a browser";

  private static final Namespace NAMESPACE = Namespace.create(Chromium.class);

  /** Nothing but the tests' server is asked. */
  private static final List<String> SILENT =
      List.of(
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--no-first-run",
          "--disable-quic");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium() {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions().setExecutablePath(executable()).setArgs(SILENT));
  }

  /** Whether there is one on this machine. */
  static boolean isInstalled() {
    return candidates().anyMatch(Files::isExecutable);
  }

  private static Path executable() {
    return candidates().filter(Files::isExecutable).findFirst().orElseThrow();
  }

  private static Stream<Path> candidates() {
    return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        .map(Path::of);
  }

  /** The one of this run. */
  static Chromium of(ExtensionContext context) {
    return Objects.requireNonNull(
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(Chromium.class, key -> new Chromium(), Chromium.class));
  }

  /** Pages that share nothing with those of other tests. */
  BrowserContext open(Browser.NewContextOptions options) {
    return browser.newContext(options);
  }

  @Override
  public void close() {
    playwright.close();
  }
}

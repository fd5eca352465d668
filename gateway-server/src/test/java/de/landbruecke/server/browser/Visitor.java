package de.landbruecke.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One person with a browser. Whatever a page does that no page may do is remembered: errors,
 * refused content, requests to others, cookies.
 */
final class Visitor {

  private static final int PATIENCE_MS = 15_000;

  private final ShippedServer server;
  private final BrowserContext context;
  private final Page page;
  private final List<String> faults = new ArrayList<>();
  private @Nullable String tolerated;

  private Visitor(ShippedServer server, BrowserContext context) {
    this.server = server;
    this.context = context;
    this.page = context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.onConsoleMessage(this::onConsole);
    page.onPageError(error -> faults.add("error in a script: " + error));
    context.onRequest(request -> {
      // "data:" and the like ask nobody.
      if (request.url().startsWith("http") && !request.url().startsWith(server.address("/"))) {
        faults.add("request to another host: " + request.url());
      }
    });
  }

  /** How somebody looks at pages; what is not said is as most people have it. */
  static final class Setting {

    private final Browser.NewContextOptions options =
        new Browser.NewContextOptions()
            .setLocale("de-DE")
            .setReducedMotion(ReducedMotion.REDUCE)
            .setViewportSize(1280, 900);

    /** A window of this width. */
    Setting width(int pixels) {
      options.setViewportSize(pixels, pixels < 600 ? 640 : 900);
      return this;
    }

    /** With scripts or without. */
    Setting scripts(boolean on) {
      options.setJavaScriptEnabled(on);
      return this;
    }

    /** Light or dark. */
    Setting colours(ColorScheme scheme) {
      options.setColorScheme(scheme);
      return this;
    }

    /** Only the colours that the person chose. */
    Setting forcedColours() {
      options.setForcedColors(ForcedColors.ACTIVE);
      return this;
    }

    /** Without the wish for less motion. */
    Setting motion() {
      options.setReducedMotion(ReducedMotion.NO_PREFERENCE);
      return this;
    }

    /** A phone with a touch screen. */
    Setting touch() {
      options.setHasTouch(true).setIsMobile(true).setDeviceScaleFactor(2);
      return width(360);
    }

    Visitor visit(Chromium chromium, ShippedServer server) {
      return new Visitor(server, chromium.open(options));
    }
  }

  private void onConsole(ConsoleMessage message) {
    String text = message.text();
    boolean own =
        text.startsWith("Failed to load resource")
            && (message.location().startsWith(page.url())
                || (tolerated != null && message.location().contains(tolerated)));
    if ((message.type().equals("error") || message.type().equals("warning")) && !own) {
      faults.add(message.type() + " in the console: " + text + " at " + message.location());
    }
  }

  /** From now on, failing requests to addresses with this part are no fault. */
  void tolerate(String part) {
    tolerated = part;
  }

  /** Goes to a path of the server. */
  Response go(String path) {
    Response response = page.navigate(server.address(path));
    assertThat(response).as("answer to " + path).isNotNull();
    return response;
  }

  Page page() {
    return page;
  }

  Locator find(String selector) {
    return page.locator(selector);
  }

  Locator find(String selector, Page.LocatorOptions options) {
    return page.locator(selector, options);
  }

  /** Path and query of where the person is. */
  String path() {
    URI address = URI.create(page.url());
    return address.getRawPath()
        + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
  }

  /** What a script that is not the page's own finds on it. */
  List<?> ask(String script) {
    return (List<?>) page.evaluate(script);
  }

  /** Opens whatever is folded. */
  void unfold() {
    page.evaluate("() => document.querySelectorAll('details').forEach(d => { d.open = true; })");
  }

  void press(String... keys) {
    for (String key : keys) {
      page.keyboard().press(key);
    }
  }

  /** Presses a key that leads to another page, and waits for it. */
  void follow(String key) {
    follow(there -> there.keyboard().press(key));
  }

  /** Does something that leads to another page, and waits for it. */
  // Its successor wants to know the address beforehand.
  @SuppressWarnings("deprecation")
  void follow(Consumer<Page> action) {
    page.waitForNavigation(() -> action.accept(page));
  }

  /** Ends the visit; fails when a page did what none may do. */
  void leave() {
    try {
      if (!page.isClosed() && page.url().startsWith("http")) {
        assertThat(page.evaluate("() => localStorage.length + sessionStorage.length"))
            .as("items stored in the browser")
            .isEqualTo(0);
      }
      assertThat(context.cookies()).as("cookies").isEmpty();
      assertThat(faults).as("what no page may do").isEmpty();
    } finally {
      context.close();
    }
  }
}

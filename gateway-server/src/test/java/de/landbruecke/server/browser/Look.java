package de.landbruecke.server.browser;

import com.microsoft.playwright.options.ColorScheme;
import de.landbruecke.server.shared.WebProperties.Theme;

/** The colours that pages are seen in. */
enum Look {
  LIGHT(Theme.DEFAULT, ColorScheme.LIGHT),
  DARK(Theme.DEFAULT, ColorScheme.DARK),
  BADEN_WUERTTEMBERG(Theme.BADEN_WUERTTEMBERG, ColorScheme.LIGHT),
  BADEN_WUERTTEMBERG_DARK(Theme.BADEN_WUERTTEMBERG, ColorScheme.DARK),
  SACHSEN(Theme.SACHSEN, ColorScheme.LIGHT),
  SACHSEN_DARK(Theme.SACHSEN, ColorScheme.DARK),
  FORCED(Theme.DEFAULT, ColorScheme.DARK);

  private final Theme theme;
  private final ColorScheme scheme;

  Look(Theme theme, ColorScheme scheme) {
    this.theme = theme;
    this.scheme = scheme;
  }

  /** How a person has to look to see them. */
  Visitor.Setting setting() {
    Visitor.Setting setting = new Visitor.Setting().colours(scheme);
    return this == FORCED ? setting.forcedColours() : setting;
  }

  /** Gives the page what the server would have written for this theme. */
  void applyTo(Visitor visitor) {
    visitor
        .page()
        .evaluate(
            "theme => document.documentElement.className ="
                + " document.documentElement.className.replace(/lb-theme-[a-z-]+/, 'lb-theme-' +"
                + " theme)",
            theme.slug());
  }
}

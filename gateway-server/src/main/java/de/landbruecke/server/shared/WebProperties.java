package de.landbruecke.server.shared;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the pages for people look and what they link to.
 *
 * @param name the site's name
 * @param theme the colours
 * @param officialHeader whether the pages say that they are a state's official website
 * @param baseUrl the address of the start page without its last slash; null when not known
 * @param reportUrl where people report a wrong text; null for nowhere
 * @param easyLanguageUrl explanations in easy language; null for none
 * @param signLanguageUrl explanations in sign language; null for none
 */
@ConfigurationProperties("landbruecke.web")
public record WebProperties(
    @DefaultValue("Landbrücke") String name,
    @DefaultValue("default") Theme theme,
    @DefaultValue("false") boolean officialHeader,
    @Nullable URI baseUrl,
    @Nullable URI reportUrl,
    @Nullable URI easyLanguageUrl,
    @Nullable URI signLanguageUrl) {

  /** Colours of the pages. */
  public enum Theme {
    /** The design system's own. */
    DEFAULT,
    /** Those of Baden-Württemberg. */
    BADEN_WUERTTEMBERG,
    /** Those of Saxony. */
    SACHSEN;

    /** How the configuration and the style sheets call it. */
    public String slug() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}

package de.landbruecke.server.shared;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
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
 * @param contact where people report barriers and ask questions; null while nobody is named
 * @param states whose law the operator is under; decides which bodies the statement names
 * @param texts a directory with {@code barrierefreiheit.html}, {@code impressum.html} or {@code
 *     datenschutz.html} instead of the shipped texts; null: those
 * @param securityContact where faults of security are reported; null for nowhere
 * @param securityExpires until when that holds; null for never asked
 */
@ConfigurationProperties("landbruecke.web")
public record WebProperties(
    @DefaultValue("Landbrücke") String name,
    @DefaultValue("default") Theme theme,
    @DefaultValue("false") boolean officialHeader,
    @Nullable URI baseUrl,
    @Nullable URI reportUrl,
    @Nullable URI easyLanguageUrl,
    @Nullable URI signLanguageUrl,
    @Nullable URI contact,
    @DefaultValue({"baden-wuerttemberg", "sachsen"}) List<State> states,
    @Nullable Path texts,
    @Nullable URI securityContact,
    @Nullable Instant securityExpires) {

  /** Copies the list. */
  public WebProperties {
    states = List.copyOf(states);
  }

  /** A state whose bodies are known. */
  public enum State {
    /** Baden-Württemberg. */
    BADEN_WUERTTEMBERG,
    /** Saxony. */
    SACHSEN
  }

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

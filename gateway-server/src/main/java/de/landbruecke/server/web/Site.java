package de.landbruecke.server.web;

import de.landbruecke.server.shared.WebProperties;
import de.landbruecke.server.shared.WebProperties.State;
import de.landbruecke.server.shared.WebProperties.Theme;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is the same on all pages, as the operator configured it. */
public final class Site {

  private final WebProperties properties;
  private final boolean demonstration;
  private final boolean search;
  private final boolean identity;

  Site(WebProperties properties, boolean demonstration, boolean search, boolean identity) {
    this.properties = properties;
    this.demonstration = demonstration && search;
    this.search = search;
    this.identity = identity;
  }

  /** Whether services can be searched here. */
  public boolean search() {
    return search;
  }

  /** Whether citizens can sign in here. */
  public boolean identity() {
    return identity;
  }

  /** The site's name. */
  public String name() {
    return properties.name();
  }

  /** The colours. */
  public Theme theme() {
    return properties.theme();
  }

  /** Whether the shipped catalogs are served, which are no official information. */
  public boolean demonstration() {
    return demonstration;
  }

  /** Whether this is a state's official website and says so. */
  public boolean officialHeader() {
    return properties.officialHeader();
  }

  /** Where people report that a text is wrong; null when nobody reads such reports. */
  public @Nullable URI reportUrl() {
    return properties.reportUrl();
  }

  /** The explanations in easy language; null when there are none. */
  public @Nullable URI easyLanguageUrl() {
    return properties.easyLanguageUrl();
  }

  /** The explanations in sign language; null when there are none. */
  public @Nullable URI signLanguageUrl() {
    return properties.signLanguageUrl();
  }

  /** Where people report barriers and ask questions; null while nobody is named. */
  public @Nullable URI contact() {
    return properties.contact();
  }

  /**
   * The full address of a path that starts with a slash; null without a configured base address,
   * because what a request says of its own host may be made up.
   */
  public @Nullable String absolute(String path) {
    URI base = properties.baseUrl();
    return base == null ? null : base + path;
  }

  List<State> states() {
    return properties.states();
  }

  @Nullable URI securityContact() {
    return properties.securityContact();
  }

  @Nullable Instant securityExpires() {
    return properties.securityExpires();
  }
}

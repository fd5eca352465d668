package de.landbruecke.server.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a template gets beside its model, to be handed on to the layout. */
public record Layout(Site site, Page page, Assets assets) {

  private static final String OWN_LANGUAGE = "de";

  /** The address of an asset, such as {@code landbruecke.css}, with its fingerprint. */
  public String asset(String name) {
    return assets.address(name);
  }

  /** The language of the layout's own words where the page has another one; else null. */
  public @Nullable String ownLanguage() {
    return page.language().equals(OWN_LANGUAGE) ? null : OWN_LANGUAGE;
  }

  /** An address of this site that keeps the place of the page. */
  public String link(String path) {
    Page.Location place = page.place();
    return place == null ? path : with(path, "ort", place.key());
  }

  /** Where another place can be chosen, which leads back to the page. */
  public String placeLink() {
    String back = page.back();
    return back == null ? link("/ort") : with(link("/ort"), "zurueck", back);
  }

  /** The full address of the page's content; null where the site or the page has none. */
  public @Nullable String canonical() {
    String path = page.canonical();
    return path == null ? null : site.absolute(path);
  }

  /** The full address of a path for an example; with a made-up host where none is configured. */
  public String absolute(String path) {
    String address = site.absolute(path);
    return address == null ? "https://www.example.org" + path : address;
  }

  private static String with(String path, String name, String value) {
    return path
        + (path.indexOf('?') < 0 ? '?' : '&')
        + name
        + '='
        + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}

package de.landbruecke.server.web;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the layout has to know of one page. Build one with {@link #of}.
 *
 * @param title what the page is about, without the site's name; plain text
 * @param language of the page as a whole, such as {@code de}; parts may have another
 * @param canonical the one path and query under which this content is known, starting with a slash;
 *     null where a page is not to be found by others, an error for example
 * @param description one or two sentences for others' lists of hits; null for none
 * @param robots what robots may do, such as {@code noindex}; null for anything
 * @param bodyClass a class of the body for the style sheet; null for none
 * @param back where a choice of a place leads back to, a path and query without a place, starting
 *     with a slash; null for the start page
 * @param place where the person lives, as far as the address says it; null for nowhere
 * @param scripts names of assets that the page runs, in this order
 */
public record Page(
    String title,
    String language,
    @Nullable String canonical,
    @Nullable String description,
    @Nullable String robots,
    @Nullable String bodyClass,
    @Nullable String back,
    @Nullable Location place,
    List<String> scripts) {

  /** Copies the list. */
  public Page {
    scripts = List.copyOf(scripts);
  }

  /**
   * A place as the header shows it.
   *
   * @param key the value of the parameter {@code ort}
   * @param name plain text
   */
  public record Location(String key, String name) {}

  /** A German page with this title. */
  public static Builder of(String title) {
    return new Builder(title);
  }

  /** Collects what a page has; used by one thread. */
  public static final class Builder {

    private final String title;
    private final List<String> scripts = new ArrayList<>();
    private String language = "de";
    private @Nullable String canonical;
    private @Nullable String description;
    private @Nullable String robots;
    private @Nullable String bodyClass;
    private @Nullable String back;
    private @Nullable Location place;

    private Builder(String title) {
      this.title = title;
    }

    /** The language of the page as a whole; {@code de} without this. */
    public Builder language(String tag) {
      this.language = tag;
      return this;
    }

    /** The one path and query under which this content is known, starting with a slash. */
    public Builder canonical(String path) {
      this.canonical = path;
      return this;
    }

    /** One or two sentences for others' lists of hits. */
    public Builder description(@Nullable String text) {
      this.description = text;
      return this;
    }

    /** What robots may do, such as {@code noindex}. */
    public Builder robots(String directives) {
      this.robots = directives;
      return this;
    }

    /** A class of the body for the style sheet. */
    public Builder bodyClass(String name) {
      this.bodyClass = name;
      return this;
    }

    /** Where a choice of a place leads back to. */
    public Builder back(@Nullable String path) {
      this.back = path;
      return this;
    }

    /** Where the person lives. */
    public Builder place(@Nullable Location location) {
      this.place = location;
      return this;
    }

    /** Runs this asset on the page. */
    public Builder script(String asset) {
      this.scripts.add(asset);
      return this;
    }

    /** The page. */
    public Page build() {
      return new Page(
          title, language, canonical, description, robots, bodyClass, back, place, scripts);
    }
  }
}

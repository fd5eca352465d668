package de.landbruecke.server.shared;

import de.landbruecke.PortalId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which catalogs are searched and how they are kept up to date.
 *
 * @param shipped whether the catalogs that come with the project are searched
 * @param sources more catalogs, each by a connector
 * @param vocabulary a directory with vocabulary files instead of the shipped ones; null: those
 * @param maximumLoss the share of a portal's records that may vanish at once; more is refused
 * @param interval how often the catalogs are read again
 */
@ConfigurationProperties("landbruecke.catalogs")
public record CatalogProperties(
    @DefaultValue("true") boolean shipped,
    @DefaultValue List<Source> sources,
    @Nullable Path vocabulary,
    @DefaultValue("0.05") double maximumLoss,
    @DefaultValue("15m") Duration interval) {

  /** Copies the list. */
  public CatalogProperties {
    sources = List.copyOf(sources);
  }

  /** The format of a catalog file. */
  public enum Format {
    /** The project's own, see {@code docs/reference/catalog-format.md}. */
    LANDBRUECKE,
    /** XZuFi 2.1 to 2.3. */
    XZUFI
  }

  /**
   * One way to a portal's catalog.
   *
   * @param connector its name, unique
   * @param format how the file is read
   * @param file the catalog
   * @param portal whose it is; needed where the file does not say it
   * @param precedence the connector with the higher one wins where two bring the same record
   */
  public record Source(
      @Nullable String connector,
      @DefaultValue("landbruecke") Format format,
      @Nullable Path file,
      @Nullable String portal,
      @DefaultValue("0") int precedence) {

    /** Whether the source can be opened as it is. */
    boolean isAllowed() {
      return connector != null
          && !connector.isBlank()
          && file != null
          && Files.isReadable(file)
          && (format != Format.XZUFI || portal != null)
          && (portal == null || isPortal(portal));
    }

    private static boolean isPortal(String text) {
      try {
        return new PortalId(text).value().equals(text);
      } catch (IllegalArgumentException e) {
        return false;
      }
    }
  }
}

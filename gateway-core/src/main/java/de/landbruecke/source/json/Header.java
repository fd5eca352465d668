package de.landbruecke.source.json;

import de.landbruecke.PortalId;
import de.landbruecke.catalog.RecordClass;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.source.CatalogBatch.Extent;
import de.landbruecke.source.CatalogFormatException;
import de.landbruecke.source.CatalogFormatException.Reason;
import de.landbruecke.source.internal.CatalogReading;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The first line of a catalog file.
 *
 * @param position null where the file gives none
 */
record Header(PortalId portal, String agency, Extent extent, @Nullable String position) {

  /** The only version of the format there is. */
  static final int FORMAT = 1;

  private static final int MAX_POSITION = 1_000;

  /**
   * Reads the header.
   *
   * @param file how messages call the file
   */
  static Header read(JsonNode node, String file) throws CatalogFormatException {
    JsonNode format = node.path("format");
    if (!node.isObject() || !format.isIntegralNumber()) {
      throw notACatalog(file, "the first line has no \"format\": {\"format\":1,…} is allowed");
    }
    if (!format.canConvertToInt() || format.intValue() != FORMAT) {
      throw new CatalogFormatException(
          Reason.UNSUPPORTED_VERSION,
          file + ": format " + excerpt(format) + " is not supported: " + FORMAT + " is allowed");
    }
    PortalId portal = portal(node.path("portal"), file);
    return new Header(
        portal,
        agency(node.path("agency"), portal, file),
        extent(node.path("extent"), file),
        position(node.path("position"), file));
  }

  private static PortalId portal(JsonNode node, String file) throws CatalogFormatException {
    try {
      return new PortalId(node.isString() ? node.asString() : "");
    } catch (IllegalArgumentException e) {
      throw notACatalog(
          file,
          "portal "
              + excerpt(node)
              + " is not allowed: a lower-case letter, then lower-case letters, digits and"
              + " hyphens, at most 32 characters");
    }
  }

  private static String agency(JsonNode node, PortalId portal, String file)
      throws CatalogFormatException {
    if (absent(node)) {
      return portal.value();
    }
    try {
      return new RecordId(node.isString() ? node.asString() : "", RecordClass.SERVICE, "0")
          .agency();
    } catch (IllegalArgumentException e) {
      throw notACatalog(
          file, "agency " + excerpt(node) + " is not allowed: 1 to 64 characters without a dot");
    }
  }

  private static Extent extent(JsonNode node, String file) throws CatalogFormatException {
    return switch (absent(node) ? "full" : node.asString("")) {
      case "full" -> Extent.FULL;
      case "delta" -> Extent.DELTA;
      default ->
          throw notACatalog(
              file, "extent " + excerpt(node) + " is not allowed: full or delta is allowed");
    };
  }

  private static @Nullable String position(JsonNode node, String file)
      throws CatalogFormatException {
    if (absent(node)) {
      return null;
    }
    String text = node.isString() ? node.asString() : "";
    if (text.isBlank() || text.length() > MAX_POSITION) {
      throw notACatalog(
          file, "position " + excerpt(node) + " is not allowed: a text of 1 to 1,000 characters");
    }
    return text;
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  static CatalogFormatException notACatalog(String file, String what) {
    return new CatalogFormatException(Reason.NOT_A_CATALOG, file + ": " + what);
  }

  private static String excerpt(JsonNode node) {
    return node.isMissingNode() ? "(none)" : CatalogReading.excerpt(node.toString(), 80);
  }
}

package de.landbruecke.server.shared;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Entity tags (RFC 9110, section 8.8.3). */
public final class EntityTag {

  private static final int BYTES = 12;

  private EntityTag() {}

  /**
   * A strong tag for an answer that follows from these alone: one generation answers one question
   * in one language and format always the same.
   */
  public static String of(
      HttpServletRequest request, String generation, String language, String mediaType) {
    String identity =
        String.join(
            "\n",
            generation,
            language,
            mediaType,
            request.getRequestURI(),
            String.valueOf(request.getQueryString()));
    return of(identity.getBytes(StandardCharsets.UTF_8));
  }

  /** A strong tag for exactly these bytes. */
  public static String of(byte[] content) {
    byte[] hash = Digests.sha256(content);
    return '"' + HexFormat.of().formatHex(Arrays.copyOf(hash, BYTES)) + '"';
  }

  /** Whether the client already has the answer with this tag (RFC 9110, section 13.1.2). */
  public static boolean isKnown(HttpServletRequest request, String tag) {
    String header = request.getHeader("If-None-Match");
    if (header == null) {
      return false;
    }
    return Arrays.stream(header.split(","))
        .map(String::strip)
        .map(known -> known.startsWith("W/") ? known.substring(2) : known)
        .anyMatch(known -> known.equals("*") || known.equals(tag));
  }
}

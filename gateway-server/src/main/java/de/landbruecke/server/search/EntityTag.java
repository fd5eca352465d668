package de.landbruecke.server.search;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Strong entity tags (RFC 9110, section 8.8.3): one generation answers one question in one language
 * and format always the same.
 */
final class EntityTag {

  private static final int BYTES = 12;

  private EntityTag() {}

  static String of(
      HttpServletRequest request, String generation, String language, String mediaType) {
    String identity =
        String.join(
            "\n",
            generation,
            language,
            mediaType,
            request.getRequestURI(),
            String.valueOf(request.getQueryString()));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
      return '"' + HexFormat.of().formatHex(Arrays.copyOf(hash, BYTES)) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Whether the client already has the answer with this tag (RFC 9110, section 13.1.2). */
  static boolean isKnown(HttpServletRequest request, String tag) {
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

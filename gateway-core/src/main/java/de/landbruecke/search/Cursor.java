package de.landbruecke.search;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where a page starts: how many hits are before it, of which request, in which generation. Opaque
 * to callers; a changed one is refused.
 */
record Cursor(String generation, int request, int offset) {

  String encode() {
    String text = generation + ' ' + request + ' ' + offset;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static Cursor decode(String cursor) {
    try {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(" ", -1);
      Cursor decoded = new Cursor(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
      if (parts.length == 3
          && decoded.offset > 0
          && decoded.offset <= SearchRequest.MAX_DEPTH
          && decoded.encode().equals(cursor)) {
        return decoded;
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException(MESSAGE, e);
    }
    throw new IllegalArgumentException(MESSAGE);
  }

  private static final String MESSAGE =
      "the cursor is not one of ours: only what 'next' of an answer says is allowed";
}

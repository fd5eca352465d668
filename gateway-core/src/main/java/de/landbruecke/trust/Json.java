package de.landbruecke.trust;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON object (RFC 8259) within limits, and refuses what readers disagree on: members
 * that stand twice, invalid UTF-8, lone surrogates, numbers that lose digits. Values are String,
 * Long, Double, Boolean, List and Map, deeply immutable; members that are null are left out.
 */
final class Json {

  /** How much one document may hold. */
  enum Limits {
    /** A header or the claims of a token: wider than any issuer's we know. */
    TOKEN(8, 1_000),
    /** A key set with certificates, or an issuer's metadata. */
    DOCUMENT(8, 10_000);

    private final int depth;
    private final int values;

    Limits(int depth, int values) {
      this.depth = depth;
      this.values = values;
    }
  }

  /** The longest text of a number: a long needs 20, a double's shortest form 24. */
  private static final int MAX_NUMBER = 24;

  private static final Object NULL = new Object();

  private final String text;
  private final Limits limits;
  private final boolean nullsAllowed;
  private int at;
  private int values;

  private Json(String text, Limits limits, boolean nullsAllowed) {
    this.text = text;
    this.limits = limits;
    this.nullsAllowed = nullsAllowed;
  }

  /** The object; a null anywhere refuses it, for headers, where its meaning is open. */
  static Map<String, Object> objectWithoutNulls(byte[] utf8, Limits limits)
      throws TokenRejectedException {
    return new Json(decode(utf8), limits, false).document();
  }

  /** The object. */
  static Map<String, Object> object(byte[] utf8, Limits limits) throws TokenRejectedException {
    return new Json(decode(utf8), limits, true).document();
  }

  /** Text that is exactly what its bytes say. */
  static String decode(byte[] utf8) throws TokenRejectedException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(utf8))
          .toString();
    } catch (CharacterCodingException e) {
      throw new TokenRejectedException(RejectionReason.NOT_JSON);
    }
  }

  private Map<String, Object> document() throws TokenRejectedException {
    space();
    expect('{');
    Map<String, Object> object = members(1);
    space();
    if (at != text.length()) {
      throw malformed();
    }
    return object;
  }

  private Map<String, Object> members(int depth) throws TokenRejectedException {
    enter(depth);
    Map<String, Object> object = new LinkedHashMap<>();
    boolean nulls = false;
    space();
    if (skip('}')) {
      return Map.of();
    }
    do {
      space();
      expect('"');
      String name = string();
      space();
      expect(':');
      Object value = value(depth);
      nulls |= value == NULL;
      if (object.put(name, value) != null) {
        throw new TokenRejectedException(RejectionReason.DUPLICATE_MEMBER);
      }
      space();
    } while (skip(','));
    expect('}');
    if (nulls) {
      object.values().removeIf(value -> value == NULL);
    }
    return Collections.unmodifiableMap(object);
  }

  private List<Object> elements(int depth) throws TokenRejectedException {
    enter(depth);
    List<Object> list = new ArrayList<>();
    space();
    if (skip(']')) {
      return List.of();
    }
    do {
      Object value = value(depth);
      if (value == NULL) {
        // Nothing in a token or key set has a meaning for it.
        throw malformed();
      }
      list.add(value);
      space();
    } while (skip(','));
    expect(']');
    return Collections.unmodifiableList(list);
  }

  private Object value(int depth) throws TokenRejectedException {
    if (++values > limits.values) {
      throw new TokenRejectedException(RejectionReason.TOO_COMPLEX);
    }
    space();
    return switch (peek()) {
      case '{' -> {
        at++;
        yield members(depth + 1);
      }
      case '[' -> {
        at++;
        yield elements(depth + 1);
      }
      case '"' -> {
        at++;
        yield string();
      }
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> {
        if (!nullsAllowed) {
          throw malformed();
        }
        yield word("null", NULL);
      }
      default -> number();
    };
  }

  private void enter(int depth) throws TokenRejectedException {
    if (depth > limits.depth) {
      throw new TokenRejectedException(RejectionReason.TOO_COMPLEX);
    }
  }

  private String string() throws TokenRejectedException {
    int start = at;
    while (true) {
      char c = next();
      if (c == '"') {
        return paired(text.substring(start, at - 1));
      }
      if (c == '\\') {
        return escaped(start);
      }
      if (c < ' ') {
        throw malformed();
      }
    }
  }

  private String escaped(int start) throws TokenRejectedException {
    StringBuilder result = new StringBuilder().append(text, start, at - 1);
    char c = '\\';
    while (c != '"') {
      if (c == '\\') {
        char escape = next();
        int plain = "\"\\/bfnrt".indexOf(escape);
        if (plain >= 0) {
          result.append("\"\\/\b\f\n\r\t".charAt(plain));
        } else if (escape == 'u') {
          result.append((char) ((hex() << 12) | (hex() << 8) | (hex() << 4) | hex()));
        } else {
          throw malformed();
        }
      } else if (c < ' ') {
        throw malformed();
      } else {
        result.append(c);
      }
      c = next();
    }
    return paired(result.toString());
  }

  private int hex() throws TokenRejectedException {
    char c = next();
    int digit = c < 128 ? Character.digit(c, 16) : -1;
    if (digit < 0) {
      throw malformed();
    }
    return digit;
  }

  /** A lone surrogate is no character, and encoders disagree on what to make of it. */
  private static String paired(String value) throws TokenRejectedException {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == value.length()
            || !Character.isLowSurrogate(value.charAt(i + 1))) {
          throw malformed();
        }
        i++;
      }
    }
    return value;
  }

  private Object number() throws TokenRejectedException {
    int start = at;
    boolean whole = true;
    skip('-');
    if (!skip('0')) {
      digits();
    }
    if (skip('.')) {
      whole = false;
      digits();
    }
    if (skip('e') || skip('E')) {
      whole = false;
      if (!skip('+')) {
        skip('-');
      }
      digits();
    }
    if (at - start > MAX_NUMBER) {
      throw new TokenRejectedException(RejectionReason.TOO_COMPLEX);
    }
    String number = text.substring(start, at);
    try {
      if (whole) {
        return Long.valueOf(number);
      }
      double value = Double.parseDouble(number);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // A whole number beyond a long: refused below, like one beyond a double.
    }
    throw new TokenRejectedException(RejectionReason.TOO_COMPLEX);
  }

  private void digits() throws TokenRejectedException {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw malformed();
    }
  }

  private Object word(String word, Object meaning) throws TokenRejectedException {
    if (!text.startsWith(word, at)) {
      throw malformed();
    }
    at += word.length();
    return meaning;
  }

  private void space() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean skip(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) throws TokenRejectedException {
    if (!skip(c)) {
      throw malformed();
    }
  }

  private char peek() throws TokenRejectedException {
    if (at >= text.length()) {
      throw malformed();
    }
    return text.charAt(at);
  }

  private char next() throws TokenRejectedException {
    char c = peek();
    at++;
    return c;
  }

  private static TokenRejectedException malformed() {
    return new TokenRejectedException(RejectionReason.NOT_JSON);
  }
}

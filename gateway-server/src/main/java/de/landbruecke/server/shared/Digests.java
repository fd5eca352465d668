package de.landbruecke.server.shared;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** SHA-256, HMAC-SHA256 and random texts; every Java has them. Safe to share between threads. */
public final class Digests {

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Without letters and digits that look alike. */
  private static final String SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private Digests() {}

  /** SHA-256 of bytes. */
  public static byte[] sha256(byte[] bytes) {
    return newSha256().digest(bytes);
  }

  /** SHA-256 of a text in UTF-8. */
  public static byte[] sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  /** For what comes in several parts. */
  public static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** HMAC over a label and parts, each after its length, so that none can run into the next. */
  public static byte[] hmac(byte[] key, String label, String... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(label.getBytes(StandardCharsets.UTF_8));
      for (String part : parts) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        mac.update(length(bytes));
        mac.update(bytes);
      }
      return mac.doFinal();
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  /** SHA-256 over parts, each after its length. */
  public static byte[] sha256OfParts(String... parts) {
    MessageDigest digest = newSha256();
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update(length(bytes));
      digest.update(bytes);
    }
    return digest.digest();
  }

  /** A length as it stands before a part. */
  public static byte[] length(byte[] bytes) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array();
  }

  /** This many bytes that nobody can guess. */
  public static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return random;
  }

  /** 128 random bits as 22 characters. */
  public static String newId() {
    return base64url(random(16));
  }

  /** 256 random bits as 43 characters. */
  public static String newSecret() {
    return base64url(random(32));
  }

  /** A number for people to tell us on the telephone: 40 random bits. */
  public static String newReference() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      text.append(i == 4 ? "-" : "").append(SIGNS.charAt(RANDOM.nextInt(SIGNS.length())));
    }
    return text.toString();
  }

  /** Base64url without padding (RFC 4648, section 5). */
  public static String base64url(byte[] bytes) {
    return BASE64URL.encodeToString(bytes);
  }

  /** Compares in a time that does not depend on where they differ. */
  public static boolean isSame(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}

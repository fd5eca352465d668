package de.landbruecke.server.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** SHA-256, HMAC-SHA256 and random texts; every Java has them. */
final class Digests {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private Digests() {}

  static byte[] sha256(byte[] bytes) {
    return newSha256().digest(bytes);
  }

  static byte[] sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** HMAC over a label and parts, each after its length, so that none can run into the next. */
  static byte[] hmac(byte[] key, String label, String... parts) {
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
  static byte[] sha256OfParts(String... parts) {
    MessageDigest digest = newSha256();
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update(length(bytes));
      digest.update(bytes);
    }
    return digest.digest();
  }

  static byte[] length(byte[] bytes) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array();
  }

  static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return random;
  }

  /** 128 random bits as 22 characters. */
  static String newId() {
    return base64url(random(16));
  }

  /** 256 random bits as 43 characters. */
  static String newSecret() {
    return base64url(random(32));
  }

  static String base64url(byte[] bytes) {
    return BASE64URL.encodeToString(bytes);
  }
}

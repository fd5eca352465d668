package de.landbruecke.server.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a form of ours brings back, and a page of somebody else cannot know: a hash of the browser's
 * secret, which scripts cannot read, and of what the form is for.
 */
final class FormTokens {

  private FormTokens() {}

  /**
   * The token of a form.
   *
   * @param secret of the cookie that the form is bound to, 256 random bits
   * @param purpose of the form, such as a transaction's id
   */
  static String make(String secret, String purpose) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update("landbruecke-form\n".getBytes(StandardCharsets.UTF_8));
      digest.update(secret.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) '\n');
      digest.update(purpose.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static boolean isGood(@Nullable String token, String secret, String purpose) {
    return token != null
        && MessageDigest.isEqual(
            token.getBytes(StandardCharsets.UTF_8),
            make(secret, purpose).getBytes(StandardCharsets.UTF_8));
  }
}

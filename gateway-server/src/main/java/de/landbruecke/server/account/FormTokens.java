package de.landbruecke.server.account;

import de.landbruecke.server.shared.Digests;
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
    return Digests.base64url(Digests.sha256("landbruecke-form\n" + secret + "\n" + purpose));
  }

  static boolean isGood(@Nullable String token, String secret, String purpose) {
    return token != null && Digests.isSame(token, make(secret, purpose));
  }
}

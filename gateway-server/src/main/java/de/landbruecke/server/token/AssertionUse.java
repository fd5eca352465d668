package de.landbruecke.server.token;

import java.util.function.BooleanSupplier;
import org.springframework.security.core.Authentication;

/**
 * That a client's assertion counts once. At the token endpoint this is noted in the one commit that
 * also keeps what is issued; at all others, and after a refusal, in a commit of its own. For one
 * request.
 */
final class AssertionUse {

  private final BooleanSupplier note;
  private boolean noted;

  /**
   * The use that {@code note} notes.
   *
   * @param note false when the assertion was used before
   */
  AssertionUse(BooleanSupplier note) {
    this.note = note;
  }

  /** That of an authenticated client; nothing to note where it brought no assertion. */
  static AssertionUse of(Authentication client) {
    return client.getDetails() instanceof AssertionUse use ? use : new AssertionUse(() -> true);
  }

  /**
   * Notes it, in the caller's database transaction if there is one, which must then be committed.
   *
   * @return whether this is the first use; nothing may be issued if not
   */
  boolean isFirst() {
    noted = true;
    return note.getAsBoolean();
  }

  /**
   * Notes it unless that was done.
   *
   * @throws Refusal if it is not the first use
   */
  void require() {
    if (!noted && !isFirst()) {
      throw Refusal.client();
    }
  }

  /** Fails where an answer would go out before it was noted. */
  void requireNoted() {
    if (!noted) {
      throw new IllegalStateException("a token was issued without noting the client's assertion");
    }
  }
}

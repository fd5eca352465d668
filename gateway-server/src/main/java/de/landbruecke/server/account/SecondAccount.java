package de.landbruecke.server.account;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.shared.Json;
import de.landbruecke.trust.LevelMap;
import org.jspecify.annotations.Nullable;

/**
 * An account that a citizen has just proven, to be linked when the citizen confirms. Kept in the
 * transaction, encrypted, for as long as that lives.
 *
 * @param issuer the home issuer's id
 * @param subject by which the issuer knows the citizen; a key of this side that never leaves it
 * @param means how, in the issuer's words; null where it told none
 */
record SecondAccount(
    String issuer, String subject, AssuranceLevel level, boolean notified, @Nullable String means) {

  static SecondAccount of(String issuer, HomeLogin login, LevelMap.Proven proven) {
    return new SecondAccount(
        issuer, login.subject(), proven.level(), proven.notified(), login.means());
  }

  /** What was kept. */
  static SecondAccount read(String json) {
    return Json.read(json, SecondAccount.class);
  }

  String write() {
    return Json.text(this);
  }

  LevelMap.Proven proven() {
    return new LevelMap.Proven(level, notified);
  }

  /** Without values, which must not reach a log. */
  @Override
  public String toString() {
    return "SecondAccount[" + issuer + "]";
  }
}

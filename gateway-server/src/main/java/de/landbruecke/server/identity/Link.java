package de.landbruecke.server.identity;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.trust.LevelMap;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An account at a home issuer that belongs to a citizen.
 *
 * @param id of the link itself, to name it on pages
 * @param issuer the home issuer's id in the registry
 * @param level at which the account was first seen
 * @param means how the citizen signed in then, in the issuer's words; null where it told none
 * @param joined how surely both accounts were proven when this one was joined to the others; null:
 *     the others were joined to it, or there are none
 * @param joinedAt when that was; null: never
 * @param noticedAt since when the citizen is told that the unused link will go; null: it is used
 */
public record Link(
    String id,
    String issuer,
    AssuranceLevel level,
    @Nullable String means,
    LevelMap.@Nullable Proven joined,
    @Nullable Instant joinedAt,
    Instant createdAt,
    Instant lastUsedAt,
    @Nullable Instant noticedAt) {

  /** When the link goes if the account is not used before; null: it is used. */
  public @Nullable Instant goesAt() {
    if (noticedAt == null) {
      return null;
    }
    Instant told = noticedAt.plus(Citizens.NOTICE);
    Instant unused = lastUsedAt.plus(Citizens.UNUSED);
    return told.isAfter(unused) ? told : unused;
  }
}

package de.landbruecke.server.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What operators see of a signing key.
 *
 * @param publishedAt since when it is in the key set
 * @param signsFrom since when, or from when on, it signs
 * @param signsUntil when its successor took or takes over; null: not planned
 * @param publishedUntil when it leaves the key set; null: not planned
 */
public record SigningKey(
    String kid,
    String algorithm,
    Instant publishedAt,
    Instant signsFrom,
    @Nullable Instant signsUntil,
    @Nullable Instant publishedUntil) {}

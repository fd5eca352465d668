package de.landbruecke.server.identity;

import java.time.Instant;

/**
 * A service still has to be told that a session ended (OpenID Connect Back-Channel Logout 1.0).
 *
 * @param subject the citizen's {@code sub} in the service's sector
 * @param sid what the service knows the session by
 * @param attempts how often it was tried before
 */
public record LogoutDelivery(
    String id, String clientId, String subject, String sid, int attempts, Instant endedAt) {}

package de.landbruecke.server.identity;

import java.time.Instant;

/**
 * A change that waits for a second person.
 *
 * @param base the revision that it was made for; it cannot be approved after another
 * @param document the registry as it shall be, see {@link Registry#export}
 */
public record RegistryProposal(
    String id, long base, String document, String reason, String proposedBy, Instant proposedAt) {}

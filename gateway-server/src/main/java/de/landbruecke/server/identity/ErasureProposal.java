package de.landbruecke.server.identity;

import java.time.Instant;

/**
 * A citizen's record that staff wants to be erased, waiting for a second person.
 *
 * @param namedBy in whose words the citizen was named, such as {@code service dog}; never the words
 * @param proposedBy a person of the staff
 */
public record ErasureProposal(
    String id, String namedBy, String reason, String proposedBy, Instant proposedAt) {}

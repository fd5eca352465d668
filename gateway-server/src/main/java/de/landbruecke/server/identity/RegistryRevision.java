package de.landbruecke.server.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of the registry.
 *
 * @param version the version that the imported document names; null: it names none
 * @param proposedBy who wanted it
 * @param approvedBy who agreed; null where nobody had to, as for a file or an emergency
 */
public record RegistryRevision(
    long number,
    @Nullable String version,
    String reason,
    String proposedBy,
    @Nullable String approvedBy,
    Instant madeAt) {}

package de.landbruecke.catalog;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The expert approval of a text ({@code fachlicheFreigabe}).
 *
 * @param on the day; null where not given
 * @param by the body; null where not given
 */
public record Approval(@Nullable LocalDate on, @Nullable String by) {}

package de.landbruecke.server.identity;

import org.jspecify.annotations.Nullable;

/**
 * An error for the service at the end of a transaction.
 *
 * @param code such as {@code access_denied}
 * @param description without anything personal; null: none
 */
public record OauthError(String code, @Nullable String description) {}

package de.landbruecke.catalog;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A norm on which a service rests.
 *
 * @param citation as lawyers cite it, such as {@code § 9 Personalausweisgesetz (PAuswG)}
 * @param url where it can be read; null where not given
 */
public record LegalReference(String citation, @Nullable URI url) {}

/**
 * What all pages for people share: layout, assets, headers, error pages, and the texts that the law
 * asks for. Start at {@link de.landbruecke.server.web.Pages}.
 *
 * <p>Every room may use this one. Templates lie in {@code src/main/jte} in a folder named like
 * their room and are compiled into its package, so they may use what the room keeps to itself. All
 * types are immutable and safe to share between threads unless they say otherwise.
 */
@NullMarked
package de.landbruecke.server.web;

import org.jspecify.annotations.NullMarked;

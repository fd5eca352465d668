/** Fixtures and contracts for tests, ours and those of whoever embeds the library. */
@NullMarked
package de.landbruecke.testing;

import org.jspecify.annotations.NullMarked;

/**
 * What tests share: contracts that implementations of the project's interfaces inherit, and
 * fixtures.
 */
@NullMarked
package de.landbruecke.testing;

import org.jspecify.annotations.NullMarked;

/**
 * Judge rankings by lists of graded questions.
 *
 * <p>Start at {@link de.landbruecke.evaluation.Evaluator}. A list has a development part, of which
 * everything may be seen, and a locked part, of which only figures leave this package, so that
 * nobody tunes to it by accident. Everything is immutable; what is measured is a {@link
 * de.landbruecke.evaluation.Ranker}, ours or any other engine.
 */
@NullMarked
package de.landbruecke.evaluation;

import org.jspecify.annotations.NullMarked;

/**
 * German text to index terms: words, reduced forms, parts of compounds, character 4-grams.
 *
 * <p>Start at {@link de.landbruecke.analysis.TextAnalyzer}. Everything is immutable after
 * construction and safe to share between threads.
 */
@NullMarked
package de.landbruecke.analysis;

import org.jspecify.annotations.NullMarked;

/** What operators watch: health, readiness and the metrics of the index. */
@NullMarked
package de.landbruecke.server.ops;

import org.jspecify.annotations.NullMarked;

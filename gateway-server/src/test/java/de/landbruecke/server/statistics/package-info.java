@NullMarked
package de.landbruecke.server.statistics;

import org.jspecify.annotations.NullMarked;

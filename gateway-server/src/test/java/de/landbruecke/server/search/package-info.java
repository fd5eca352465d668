@NullMarked
package de.landbruecke.server.search;

import org.jspecify.annotations.NullMarked;

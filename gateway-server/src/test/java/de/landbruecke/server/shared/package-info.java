@NullMarked
package de.landbruecke.server.shared;

import org.jspecify.annotations.NullMarked;

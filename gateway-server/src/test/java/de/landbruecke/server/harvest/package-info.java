@NullMarked
package de.landbruecke.server.harvest;

import org.jspecify.annotations.NullMarked;

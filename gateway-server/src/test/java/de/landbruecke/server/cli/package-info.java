@NullMarked
package de.landbruecke.server.cli;

import org.jspecify.annotations.NullMarked;

@NullMarked
package de.landbruecke.server.pages;

import org.jspecify.annotations.NullMarked;

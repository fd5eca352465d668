@NullMarked
package de.landbruecke.server.web;

import org.jspecify.annotations.NullMarked;

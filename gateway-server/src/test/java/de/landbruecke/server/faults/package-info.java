/** What happens to citizens and services while something that the gateway relies on fails. */
@NullMarked
package de.landbruecke.server.faults;

import org.jspecify.annotations.NullMarked;

/**
 * The pages as people meet them: in a real browser, with a server of the shipped catalogs. Start at
 * {@link de.landbruecke.server.browser.BrowserTest}.
 *
 * <p>One server and one browser serve all classes, by one thread. Clients that are not ours walk
 * through the demonstration's pages too.
 */
@NullMarked
package de.landbruecke.server.browser;

import org.jspecify.annotations.NullMarked;

/**
 * The pages for citizens: start, results, one service, the choice of a place, topics, and all
 * services from A to Z. They are made on the server; every function is a link or a form.
 *
 * <p>A page is read here in one direction: an address becomes {@code Parameters}, these become a
 * question to the core, and its answer becomes a view that a template of the same name shows. Every
 * text of a catalog or of an address enters a view by {@code Text}, {@code CatalogHtml} or {@code
 * WebLink}, which make it harmless. Controllers and views are immutable and safe to share between
 * threads.
 */
@NullMarked
package de.landbruecke.server.pages;

import org.jspecify.annotations.NullMarked;

package de.landbruecke.search;

/**
 * An entry by its name.
 *
 * @param id the entry's id
 * @param title its everyday name in German
 */
public record EntryTitle(String id, String title) {}

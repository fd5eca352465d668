package de.landbruecke.catalog;

/**
 * A document that the applicant brings ({@code dokument}).
 *
 * @param title what it is
 * @param optional whether it is needed only in some cases
 */
public record RequiredDocument(LocalizedText title, boolean optional) {}

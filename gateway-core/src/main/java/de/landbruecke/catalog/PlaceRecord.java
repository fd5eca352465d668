package de.landbruecke.catalog;

import de.landbruecke.area.Place;

/**
 * A place as a record of a catalog.
 *
 * @param id its value is the regional key
 * @param place the place
 */
public record PlaceRecord(RecordId id, Place place) implements CatalogRecord {}

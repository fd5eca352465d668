package de.landbruecke.catalog;

/** A record of a catalog. Two records with the same {@link #id()} are versions of one thing. */
public sealed interface CatalogRecord
    permits PublicService, OnlineService, PublicOrganization, Jurisdiction, PlaceRecord {

  /** What the record is, whatever connector brought it. */
  RecordId id();
}

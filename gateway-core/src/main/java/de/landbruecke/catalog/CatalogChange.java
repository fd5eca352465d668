package de.landbruecke.catalog;

/** One step of a catalog's ordered change log; replaying a step twice changes nothing more. */
public sealed interface CatalogChange {

  /** The record that is written or deleted. */
  RecordId id();

  /** Write this version of the record ({@code schreibe}). */
  record Write(CatalogRecord record) implements CatalogChange {
    @Override
    public RecordId id() {
      return record.id();
    }
  }

  /** Delete the record ({@code loesche}); deleting an unknown record does nothing. */
  record Delete(RecordId id) implements CatalogChange {}
}

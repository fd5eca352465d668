package de.landbruecke.index;

import com.fasterxml.jackson.annotation.JsonInclude;
import de.landbruecke.catalog.CatalogRecord;
import de.landbruecke.catalog.Jurisdiction;
import de.landbruecke.catalog.OnlineService;
import de.landbruecke.catalog.PlaceRecord;
import de.landbruecke.catalog.PublicOrganization;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.RecordClass;
import de.landbruecke.index.internal.EntryCard;
import tools.jackson.databind.json.JsonMapper;

/**
 * How records and cards are kept inside the index: JSON of the value types as they are. No exchange
 * format; a change of the types is a new format version of the index, which is then rebuilt.
 */
final class RecordJson {

  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  private RecordJson() {}

  static byte[] write(CatalogRecord record) {
    return MAPPER.writeValueAsBytes(record);
  }

  static CatalogRecord read(RecordClass recordClass, byte[] json) {
    Class<? extends CatalogRecord> type =
        switch (recordClass) {
          case SERVICE -> PublicService.class;
          case ONLINE_SERVICE -> OnlineService.class;
          case ORGANIZATION -> PublicOrganization.class;
          case JURISDICTION -> Jurisdiction.class;
          case PLACE -> PlaceRecord.class;
        };
    return MAPPER.readValue(json, type);
  }

  static byte[] write(EntryCard card) {
    return MAPPER.writeValueAsBytes(card);
  }

  static EntryCard readCard(byte[] json) {
    return MAPPER.readValue(json, EntryCard.class);
  }
}

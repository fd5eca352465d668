package de.landbruecke.index.internal;

/**
 * The names of the index's fields and the weights with which the texts of an entry enter them.
 *
 * <p>An entry is one document. All its words stand in one field, {@link #WORDS}, as BM25F has it:
 * the frequency of a term is the weighted sum over the texts it stands in, so that a query needs
 * one postings list a term (Robertson, Zaragoza and Taylor, Simple BM25 Extension to Multiple
 * Weighted Fields, 2004). The weights' origin is in {@code docs/relevance.md}.
 */
public final class IndexFields {

  /** Words of an entry with weighted frequencies; see the prefixes below. */
  public static final String WORDS = "w";

  /** Character 4-grams of an entry's short texts with weighted frequencies. */
  public static final String GRAMS = "g";

  /** Every folded word form of an entry, for corrections. */
  public static final String FORMS = "f";

  /** An entry's id, its keys and the composite ids of its records. */
  public static final String ENTRY = "e";

  /** The portals' own ids of an entry's records, without the agency. */
  public static final String LOCAL = "l";

  /** Ids under which an entry was known before. */
  public static final String FORMER = "former";

  /** What its offers combine: area, portal, online or not, assurance level. See OfferTerms. */
  public static final String OFFER = "o";

  /** Slugs of an entry's topics. */
  public static final String TOPIC = "topic";

  /** Labels of an entry's audience. */
  public static final String AUDIENCE = "audience";

  /** An entry as a hit shows it: JSON, stored. */
  public static final String CARD = "card";

  /** An entry's id, as a value. */
  public static final String ID = "id";

  /** An entry's folded German title, for sorting. */
  public static final String SORT_TITLE = "st";

  /** The latest approval of an entry's offers, days since 1970, for sorting. */
  public static final String SORT_DATE = "sd";

  /** The address of a record's page on its portal, normalized. */
  public static final String ORIGIN = "u";

  /** Before a spelling as written, not reduced. */
  public static final String EXACT = "=";

  /** Before a part of a compound. */
  public static final String PART = "-";

  /** Before a whole title or keyword: its reduced words joined. */
  public static final String WHOLE = "#";

  /** Before a word reduced by English rules. */
  public static final String ENGLISH = "~";

  /** One in the weights below is this frequency. */
  public static final int UNIT = 16;

  /** A frequency below this comes from long texts only. */
  public static final int LONG_TEXT_LIMIT = 40;

  private IndexFields() {}
}

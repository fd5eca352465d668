package de.landbruecke.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The fourteen topics of the federal service catalog (FIM <i>Themenfeld</i>). */
public enum Topic {
  /** Mobility and travel. */
  MOBILITAET_REISEN("Mobilität & Reisen"),
  /** Education. */
  BILDUNG("Bildung"),
  /** Voluntary work and hobbies. */
  ENGAGEMENT_HOBBY("Engagement & Hobby"),
  /** Immigration and emigration. */
  EIN_AUSWANDERUNG("Ein- & Auswanderung"),
  /** Running a business. */
  UNTERNEHMENSFUEHRUNG_ENTWICKLUNG("Unternehmensführung & -entwicklung"),
  /** Taxes and customs. */
  STEUERN_ZOLL("Steuern & Zoll"),
  /** Environment. */
  UMWELT("Umwelt"),
  /** Work and retirement. */
  ARBEIT_RUHESTAND("Arbeit & Ruhestand"),
  /** Family and children. */
  FAMILIE_KIND("Familie & Kind"),
  /** General services such as identity cards and certificates. */
  QUERSCHNITTSLEISTUNGEN("Querschnittsleistungen"),
  /** Building and housing. */
  BAUEN_WOHNEN("Bauen & Wohnen"),
  /** Research and funding. */
  FORSCHUNG_FOERDERUNG("Forschung & Förderung"),
  /** Health. */
  GESUNDHEIT("Gesundheit"),
  /** Law and order. */
  RECHT_ORDNUNG("Recht & Ordnung");

  private final String title;

  Topic(String title) {
    this.title = title;
  }

  /** The slug that files and interfaces use, such as {@code bauen_wohnen}. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The German name. */
  public String title() {
    return title;
  }

  /** The topic with this {@link #slug()}, or empty when there is none. */
  public static Optional<Topic> ofSlug(String slug) {
    return Arrays.stream(values()).filter(t -> t.slug().equals(slug)).findFirst();
  }
}

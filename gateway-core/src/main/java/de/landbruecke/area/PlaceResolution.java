package de.landbruecke.area;

import java.util.List;

/** What a person's words for a place lead to. Never a guess: several candidates stay several. */
public sealed interface PlaceResolution {

  /** Exactly one place is meant. */
  record Resolved(Place place) implements PlaceResolution {}

  /**
   * Several places bear the name or share the postal code.
   *
   * @param candidates at least two, the largest first
   */
  record Ambiguous(List<Place> candidates) implements PlaceResolution {
    /** Copies the list. */
    public Ambiguous {
      candidates = List.copyOf(candidates);
    }
  }

  /** No place of the directory is meant. */
  record Unknown(String text) implements PlaceResolution {}

  /** A German postal code or a regional key outside the states that the directory covers. */
  record Outside(String text) implements PlaceResolution {}
}

package de.landbruecke.search;

import de.landbruecke.search.SearchHit.FoundBy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is looked up for a query: concepts (the words that were typed), for each the alternatives
 * that may stand for it (the word itself, synonyms, corrections), for each of those the terms of
 * the index. An alternative scores the sum of its terms, a concept the best of its alternatives, an
 * entry the sum of its concepts.
 */
final class QueryPlan {

  /**
   * A word that was typed.
   *
   * @param typed as typed
   * @param weight how much it says about what is meant; 0 for bonuses
   */
  record Concept(String typed, double weight) {}

  /**
   * One way to meet a concept.
   *
   * @param concept its index
   * @param kind why it may stand for the word; null for the word itself
   * @param matched the word of the catalog
   * @param all whether it counts only when all its parts are there
   */
  record Alternative(int concept, FoundBy.@Nullable Kind kind, String matched, boolean all) {}

  /**
   * A term of the index.
   *
   * @param term without its field
   * @param slot the index of what it stands for
   * @param weight factor on its BM25 score
   * @param coverage how much of the concept it stands for, 0 to 1
   */
  record Leaf(String term, int slot, double weight, double coverage) {}

  /**
   * What terms stand for: a whole alternative, or a part of it. Terms of one slot prove the same
   * thing, so the best of them counts; parts add up.
   *
   * @param alternative its index
   * @param whole whether it stands for the alternative as a whole
   */
  record Slot(int alternative, boolean whole) {}

  final List<Concept> concepts = new ArrayList<>();
  final List<Alternative> alternatives = new ArrayList<>();
  final List<Slot> slots = new ArrayList<>();
  final List<Leaf> leaves = new ArrayList<>();

  int concept(String typed, double weight) {
    concepts.add(new Concept(typed, weight));
    return concepts.size() - 1;
  }

  int alternative(int concept, FoundBy.@Nullable Kind kind, String matched, boolean all) {
    alternatives.add(new Alternative(concept, kind, matched, all));
    return alternatives.size() - 1;
  }

  int slot(int alternative, boolean whole) {
    slots.add(new Slot(alternative, whole));
    return slots.size() - 1;
  }

  void leaf(String term, int slot, double weight, double coverage) {
    leaves.add(new Leaf(term, slot, weight, coverage));
  }

  Alternative alternativeOf(Leaf leaf) {
    return alternatives.get(slots.get(leaf.slot()).alternative());
  }

  Concept conceptOf(Leaf leaf) {
    return concepts.get(alternativeOf(leaf).concept());
  }

  /** The weight of all concepts together. */
  double totalWeight() {
    return concepts.stream().mapToDouble(Concept::weight).sum();
  }

  boolean isEmpty() {
    return leaves.isEmpty();
  }
}

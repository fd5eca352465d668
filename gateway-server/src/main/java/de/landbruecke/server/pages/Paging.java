package de.landbruecke.server.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a list, as links.
 *
 * @param current the number of this page, from 1
 * @param last the number of the last page
 * @param previous null on the first
 * @param next null on the last
 * @param steps the numbers that are shown, with gaps
 */
record Paging(
    int current, int last, @Nullable String previous, @Nullable String next, List<Step> steps) {

  /** So many pages are shown on both sides of the current one. */
  private static final int AROUND = 1;

  /**
   * One number.
   *
   * @param number of the page; 0 where pages are left out
   * @param href null for the current page and where pages are left out
   */
  record Step(int number, @Nullable String href) {}

  /** Copies the list. */
  Paging {
    steps = List.copyOf(steps);
  }

  /** The number of the last page; 1 where the list is empty. */
  static int lastOf(long total, int perPage, int mostPages) {
    return (int) Math.max(1, Math.min(mostPages, (total + perPage - 1) / perPage));
  }

  /** The pages of a list with so many entries, so many on each and no more than so many pages. */
  static Paging of(
      long total, int perPage, int mostPages, int current, IntFunction<Address> address) {
    int last = lastOf(total, perPage, mostPages);
    List<Step> steps = new ArrayList<>();
    int before = 0;
    for (int number = 1; number <= last; number++) {
      boolean edge = number == 1 || number == last;
      if (edge || Math.abs(number - current) <= AROUND) {
        if (number - before == 2) {
          steps.add(new Step(number - 1, address.apply(number - 1).toString()));
        } else if (number - before > 2) {
          steps.add(new Step(0, null));
        }
        steps.add(new Step(number, number == current ? null : address.apply(number).toString()));
        before = number;
      }
    }
    return new Paging(
        current,
        last,
        current > 1 ? address.apply(Math.min(current - 1, last)).toString() : null,
        current < last ? address.apply(current + 1).toString() : null,
        steps);
  }

  /** Whether there is more than one page. */
  boolean isNeeded() {
    return last > 1;
  }
}

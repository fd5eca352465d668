package de.landbruecke.catalog;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a service costs ({@code kosten}). At least one of amount and description is there.
 *
 * @param amount in units of the currency; null where only a text is known
 * @param maximum the upper end of a range that starts at {@code amount}; null for a fixed amount
 * @param currency ISO 4217, {@code EUR} by default
 * @param description for whom or what; null where the amount says it all
 */
public record Fee(
    @Nullable BigDecimal amount,
    @Nullable BigDecimal maximum,
    String currency,
    @Nullable LocalizedText description) {

  /** Checks that the fee says something and that amounts are not negative. */
  public Fee {
    if (amount == null && description == null) {
      throw new IllegalArgumentException("a fee needs an amount or a description");
    }
    if (amount != null && amount.signum() < 0) {
      throw new IllegalArgumentException("a fee of " + amount + " is not allowed: 0 or more");
    }
    if (maximum != null && (amount == null || maximum.compareTo(amount) < 0)) {
      throw new IllegalArgumentException(
          "a fee's maximum of " + maximum + " is not allowed: at least its amount, " + amount);
    }
  }
}

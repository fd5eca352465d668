package de.landbruecke.server.identity;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

/** What the stores' SQL needs again and again. */
final class Rows {

  /** The text in the first column, which is never null. */
  static final RowMapper<String> TEXT = (row, number) -> row.getString(1);

  private Rows() {}

  /** Parameters of which some may be null. */
  static List<@Nullable Object> values(@Nullable Object... values) {
    return Arrays.<@Nullable Object>asList(values);
  }
}

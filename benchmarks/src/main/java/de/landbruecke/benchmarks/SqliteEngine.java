package de.landbruecke.benchmarks;

import de.landbruecke.analysis.TextAnalyzer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** SQLite's full-text table of trigrams, asked for the 4-grams of the query, joined by or. */
final class SqliteEngine implements Engine {

  private final Connection connection;
  private final PreparedStatement select;
  private final List<List<String>> ids = new ArrayList<>();

  /** Indexes the documents in memory. */
  SqliteEngine(Iterable<Document> documents) throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "create virtual table docs using fts5(head, body, "
              + "tokenize = 'trigram remove_diacritics 1')");
    }
    connection.setAutoCommit(false);
    try (PreparedStatement insert =
        connection.prepareStatement("insert into docs(rowid, head, body) values (?, ?, ?)")) {
      for (Document document : documents) {
        insert.setInt(1, ids.size());
        insert.setString(2, document.head());
        insert.setString(3, document.body());
        insert.execute();
        ids.add(document.ids());
      }
    }
    connection.commit();
    select =
        connection.prepareStatement(
            "select rowid from docs where docs match ? order by bm25(docs, 3.0, 1.0), rowid"
                + " limit ?");
  }

  @Override
  public String label() {
    return "SQLite FTS5 trigram, 4-grams or";
  }

  @Override
  public long indexBytes() {
    return 0;
  }

  @Override
  public List<Ranked> rank(String query, @Nullable String place, String language, int depth) {
    Set<String> phrases = new LinkedHashSet<>();
    for (String word : query.toLowerCase(Locale.GERMAN).split("[^\\p{L}\\p{N}]+", -1)) {
      // The trigram table cannot find less than three letters.
      if (word.length() >= 3) {
        TextAnalyzer.grams(word).forEach(gram -> phrases.add('"' + gram + '"'));
      }
    }
    if (phrases.isEmpty()) {
      return List.of();
    }
    try {
      select.setString(1, String.join(" OR ", phrases));
      select.setInt(2, depth);
      List<Ranked> ranking = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          ranking.add(new Ranked(ids.get(rows.getInt(1)), false));
        }
      }
      return ranking;
    } catch (SQLException e) {
      throw new IllegalStateException("SQLite failed", e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("SQLite could not be closed", e);
    }
  }
}

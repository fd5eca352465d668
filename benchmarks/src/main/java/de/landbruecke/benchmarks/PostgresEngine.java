package de.landbruecke.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's full text search: German configuration, the words of the query joined by or, {@code
 * ts_rank_cd}, with trigram similarity to titles and keywords added.
 */
final class PostgresEngine implements Engine {

  /**
   * All words may be missing; what no word finds a similar name may; {@code <%} is true from a word
   * similarity of 0.6, the default of pg_trgm.
   */
  private static final String SELECT =
      """
      with q as (
        select replace(plainto_tsquery('german', ?)::text, ' & ', ' | ')::tsquery as words,
               ?::text as line),
      by_word as (
        select d.id, ts_rank_cd(d.terms, q.words, 1) as score
        from docs d, q where d.terms @@ q.words),
      by_name as (
        select n.doc as id, max(similarity(n.name, q.line) + word_similarity(q.line, n.name)) / 2
          as score
        from names n, q where n.name % q.line or q.line <% n.name group by n.doc)
      select id, coalesce(w.score, 0) + coalesce(n.score, 0) as score
      from by_word w full join by_name n using (id)
      order by score desc, id limit ?
      """;

  private final @Nullable EmbeddedPostgres server;
  private final Connection connection;
  private final PreparedStatement select;
  private final List<List<String>> ids = new ArrayList<>();

  /**
   * Indexes the documents.
   *
   * @param url the address of an empty database; null: starts a server of its own
   */
  PostgresEngine(@Nullable String url, Iterable<Document> documents)
      throws IOException, SQLException {
    server = url == null ? EmbeddedPostgres.start() : null;
    connection =
        server == null
            ? DriverManager.getConnection(java.util.Objects.requireNonNull(url))
            : server.getPostgresDatabase().getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          create extension if not exists pg_trgm;
          drop table if exists names, docs;
          create table docs (id int primary key, terms tsvector);
          create table names (doc int, name text);
          """);
    }
    try (PreparedStatement doc =
            connection.prepareStatement(
                "insert into docs values (?, setweight(to_tsvector('german', ?), 'A')"
                    + " || setweight(to_tsvector('german', ?), 'C'))");
        PreparedStatement name = connection.prepareStatement("insert into names values (?, ?)")) {
      for (Document document : documents) {
        int id = ids.size();
        doc.setInt(1, id);
        doc.setString(2, document.head());
        doc.setString(3, document.body());
        doc.addBatch();
        for (String text :
            Stream.concat(document.titles().stream(), document.keywords().stream()).toList()) {
          name.setInt(1, id);
          name.setString(2, text);
          name.addBatch();
        }
        ids.add(document.ids());
      }
      doc.executeBatch();
      name.executeBatch();
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          create index on docs using gin (terms);
          create index on names using gin (name gin_trgm_ops);
          analyze;
          """);
    }
    select = connection.prepareStatement(SELECT);
  }

  @Override
  public String label() {
    return "PostgreSQL german or, pg_trgm";
  }

  @Override
  public long indexBytes() {
    return 0;
  }

  @Override
  public List<Ranked> rank(String query, @Nullable String place, String language, int depth) {
    try {
      select.setString(1, query);
      select.setString(2, query);
      select.setInt(3, depth);
      List<Ranked> ranking = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          ranking.add(new Ranked(ids.get(rows.getInt(1)), false));
        }
      }
      return ranking;
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL failed", e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
      if (server != null) {
        server.close();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL could not be closed", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

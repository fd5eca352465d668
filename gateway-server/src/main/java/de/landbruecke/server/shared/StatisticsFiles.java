package de.landbruecke.server.shared;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The query counts that are kept: one file a day, {@code statistics/2026-11-24.tsv} below the data
 * directory, ordered by query.
 *
 * <p>A file is replaced as a whole, so a reader or a crash meets the old or the new one. Adding
 * takes a lock that the operating system frees when the process dies; what several processes add
 * adds up. Safe to share between threads.
 */
public final class StatisticsFiles {

  /** Queries of one day that are kept at most. */
  public static final int MAX_QUERIES = 10_000;

  private static final String FORMAT = "landbruecke-statistics\t1";
  private static final String COLUMNS = "date\tquery\tsearches\twithoutHits";
  private static final int CELLS = 4;
  private static final String SUFFIX = ".tsv";
  private static final Pattern NAME =
      Pattern.compile("(\\d{4}-\\d{2}-\\d{2})" + Pattern.quote(SUFFIX) + "(\\.tmp)?");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  private final Path folder;

  /** The files of this data directory; nothing is made before something is added. */
  public StatisticsFiles(Path dataDirectory) {
    this.folder = dataDirectory.resolve("statistics");
  }

  /**
   * Adds to the counts of a day.
   *
   * @return how many of the queries were left out because the day has {@link #MAX_QUERIES} others
   * @throws IOException when the day's file cannot be read or replaced, or when another thread adds
   *     at this moment; nothing was added then
   */
  public int add(LocalDate date, Collection<QueryCount> counts) throws IOException {
    Files.createDirectories(folder);
    try (FileChannel lock =
        FileChannel.open(
            folder.resolve("LOCK"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock.lock();
      Map<String, QueryCount> day = new TreeMap<>();
      read(date, day);
      int left = 0;
      for (QueryCount count : counts) {
        if (day.size() >= MAX_QUERIES && !day.containsKey(count.query())) {
          left++;
        } else {
          day.merge(count.query(), count, QueryCount::plus);
        }
      }
      replace(date, day.values());
      return left;
    } catch (OverlappingFileLockException e) {
      throw new IOException("another thread writes to " + folder, e);
    }
  }

  private void replace(LocalDate date, Collection<QueryCount> counts) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(FORMAT).append('\n').append(COLUMNS).append('\n');
    for (QueryCount count : counts) {
      text.append(date).append('\t').append(count.query());
      text.append('\t').append(count.searches()).append('\t').append(count.withoutHits());
      text.append('\n');
    }
    Path file = file(date);
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      // Else a crash of the machine could leave the new name with nothing in it.
      channel.force(true);
    }
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * The counts of all days from the first to the last, added up by query and ordered by it.
   *
   * @throws IOException when a file cannot be read; it names the file and the line
   */
  public List<QueryCount> read(LocalDate first, LocalDate last) throws IOException {
    Map<String, QueryCount> counts = new TreeMap<>();
    for (LocalDate date = first; !date.isAfter(last); date = date.plusDays(1)) {
      read(date, counts);
    }
    return List.copyOf(counts.values());
  }

  private void read(LocalDate date, Map<String, QueryCount> counts) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file(date), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return;
    } catch (CharacterCodingException e) {
      throw broken(date, 1, "the file is not UTF-8");
    }
    if (lines.size() < 2 || !lines.get(0).equals(FORMAT) || !lines.get(1).equals(COLUMNS)) {
      throw broken(date, 1, "no statistics in format 1");
    }
    for (int i = 2; i < lines.size(); i++) {
      String[] cells = lines.get(i).split("\t", -1);
      if (cells.length != CELLS
          || !cells[0].equals(date.toString())
          || !NUMBER.matcher(cells[2]).matches()
          || !NUMBER.matcher(cells[3]).matches()) {
        throw broken(date, i + 1, "not this day's date, a query and two numbers");
      }
      try {
        QueryCount count =
            new QueryCount(cells[1], Long.parseLong(cells[2]), Long.parseLong(cells[3]));
        counts.merge(count.query(), count, QueryCount::plus);
      } catch (IllegalArgumentException e) {
        throw broken(date, i + 1, "a query or counts that cannot be");
      }
    }
  }

  private IOException broken(LocalDate date, int line, String reason) {
    return new IOException(file(date) + " line " + line + ": " + reason);
  }

  /**
   * Deletes the files of all days before this one.
   *
   * @throws IOException when one cannot be deleted
   */
  public void deleteBefore(LocalDate date) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        var name = NAME.matcher(file.getFileName().toString());
        // Dates of this form are in order as texts.
        if (name.matches() && name.group(1).compareTo(date.toString()) < 0) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private Path file(LocalDate date) {
    return folder.resolve(date + SUFFIX);
  }
}

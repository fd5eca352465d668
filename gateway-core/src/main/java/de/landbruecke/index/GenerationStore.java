package de.landbruecke.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.index.IndexDeletionPolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * Where the generations lie: {@code index/gen-3} and so on, each a Lucene directory, {@code
 * index/CURRENT} with the name of the published one, {@code index/LOCK} held by the one process
 * that writes. A full generation is published by replacing CURRENT, an increment by its commit.
 */
final class GenerationStore implements Closeable {

  /** Opens the directory of a generation. */
  @FunctionalInterface
  interface Opener {
    Directory open(Path path) throws IOException;
  }

  private static final String CURRENT = "CURRENT";
  private static final String PREFIX = "gen-";
  private static final String PART = ".part-";
  private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,9})");

  private final Path root;
  private final Opener opener;
  private @Nullable FileChannel lockFile;

  GenerationStore(Path dataDirectory, Opener opener) {
    this.root = dataDirectory.resolve("index");
    this.opener = opener;
  }

  Path root() {
    return root;
  }

  /** Takes the lock for writing; the operating system frees it when the process dies. */
  void lock() throws IOException {
    Files.createDirectories(root);
    FileChannel channel =
        FileChannel.open(root.resolve("LOCK"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        lockFile = channel;
        return;
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw inUse(e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw inUse(null);
  }

  private IOException inUse(@Nullable Throwable cause) {
    return new IOException(
        "the index at "
            + root
            + " is being written by another process or another CatalogIndex:"
            + " one writer is allowed, others open it read-only",
        cause);
  }

  /** The name of the published generation's directory. */
  Optional<String> current() throws IOException {
    String name;
    try {
      name = Files.readString(root.resolve(CURRENT)).strip();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (!NAME.matcher(name).matches()) {
      throw new IOException(root.resolve(CURRENT) + " names no generation directory");
    }
    return Optional.of(name);
  }

  /** Publishes a directory; after a crash either the old or the new name stands there, whole. */
  void publish(String name) throws IOException {
    IOUtils.fsync(root, true);
    Path temporary = root.resolve(CURRENT + ".tmp");
    Files.write(temporary, (name + "\n").getBytes(StandardCharsets.UTF_8));
    IOUtils.fsync(temporary, false);
    Files.move(
        temporary,
        root.resolve(CURRENT),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    IOUtils.fsync(root, true);
  }

  Directory open(String name) throws IOException {
    return opener.open(root.resolve(name));
  }

  boolean exists(String name) {
    return Files.isDirectory(root.resolve(name));
  }

  /** The directory name of a full generation. */
  static String name(int full) {
    return PREFIX + full;
  }

  /** The numbers in the names of all generation directories, half-built ones included. */
  List<Integer> numbers() throws IOException {
    List<Integer> numbers = new ArrayList<>();
    if (!Files.isDirectory(root)) {
      return numbers;
    }
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(root, PREFIX + "*")) {
      for (Path directory : directories) {
        String name = directory.getFileName().toString();
        if (NAME.matcher(name).matches()) {
          numbers.add(Integer.valueOf(name.substring(PREFIX.length())));
        }
      }
    }
    numbers.sort(Comparator.naturalOrder());
    return numbers;
  }

  /** Removes all generation directories but these. */
  void keepOnly(Set<String> names) throws IOException {
    for (int number : numbers()) {
      if (!names.contains(name(number))) {
        remove(name(number));
      }
    }
  }

  /**
   * Opens a part of a full generation that is being written: beside it, as {@code gen-3.part-0}.
   */
  Directory openPart(String name, int part) throws IOException {
    return open(name + PART + part);
  }

  /** Removes all parts. */
  void removeParts() throws IOException {
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(root, PREFIX + "*" + PART + "*")) {
      for (Path part : parts) {
        remove(part.getFileName().toString());
      }
    }
  }

  void remove(String name) throws IOException {
    Path directory = root.resolve(name);
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (lockFile != null) {
      lockFile.close();
      lockFile = null;
    }
  }

  /**
   * Keeps the newest commit of each of the last two generations; a commit that only moves positions
   * has the generation of the one before.
   */
  static final class KeepTwoGenerations extends IndexDeletionPolicy {

    @Override
    public void onInit(List<? extends IndexCommit> commits) throws IOException {
      onCommit(commits);
    }

    @Override
    public void onCommit(List<? extends IndexCommit> commits) throws IOException {
      Set<String> kept = new HashSet<>();
      for (int i = commits.size() - 1; i >= 0; i--) {
        String generation = commits.get(i).getUserData().getOrDefault(Manifest.GENERATION_KEY, "");
        if (kept.size() == 2 || !kept.add(generation)) {
          commits.get(i).delete();
        }
      }
    }
  }
}

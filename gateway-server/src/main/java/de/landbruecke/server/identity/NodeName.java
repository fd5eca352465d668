package de.landbruecke.server.identity;

import de.landbruecke.server.shared.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What tells this process from others in the audit log: random, kept in the data directory. */
final class NodeName {

  private NodeName() {}

  static String read(Path directory) {
    Path file = directory.resolve("node");
    try {
      Files.createDirectories(directory);
      if (!Files.exists(file)) {
        Files.writeString(file, Digests.newId() + "\n", StandardOpenOption.CREATE_NEW);
      }
      String name = Files.readString(file).strip();
      if (!name.matches("[A-Za-z0-9_-]{1,40}")) {
        throw new IllegalStateException(
            file + " holds no name of 1 to 40 letters, digits, dashes and underscores");
      }
      return name;
    } catch (FileAlreadyExistsException e) {
      return read(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

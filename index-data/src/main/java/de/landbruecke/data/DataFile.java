package de.landbruecke.data;

import de.landbruecke.source.StreamOpener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of data with a name for messages. Immutable; each opening starts at its first byte. */
public final class DataFile implements StreamOpener {

  private final String name;
  private final StreamOpener opener;

  private DataFile(String name, StreamOpener opener) {
    this.name = name;
    this.opener = opener;
  }

  /** A file on disk, named as its path is written. */
  public static DataFile of(Path path) {
    return new DataFile(path.toString(), () -> Files.newInputStream(path));
  }

  /** A file that came with this module. */
  static DataFile shipped(String name) {
    return new DataFile(
        name,
        () -> {
          InputStream in = DataFile.class.getResourceAsStream(name);
          if (in == null) {
            throw new IOException("the resource de/landbruecke/data/" + name + " is missing");
          }
          return in;
        });
  }

  /** How messages call it. */
  public String name() {
    return name;
  }

  /**
   * Its bytes; the caller closes the stream.
   *
   * @throws IOException when it cannot be opened
   */
  @Override
  public InputStream open() throws IOException {
    return opener.open();
  }

  /**
   * Its characters, read as UTF-8; bytes that are no UTF-8 fail while reading. The caller closes
   * the reader.
   *
   * @throws IOException when it cannot be opened
   */
  public BufferedReader reader() throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            open(),
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)));
  }

  @Override
  public String toString() {
    return name;
  }
}

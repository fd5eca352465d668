package de.landbruecke.server.identity;

import de.landbruecke.server.shared.Digests;
import de.landbruecke.server.shared.InvalidConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** The one key outside the database: 32 random bytes in Base64, in a file that only we read. */
final class MasterKey {

  private static final String PROPERTY = "landbruecke.identity.master-key-file: ";

  private MasterKey() {}

  /**
   * Reads the key, and makes it where there is none and none was ever used.
   *
   * @param mayMake whether the database holds nothing yet
   * @throws InvalidConfigurationException if there is no such key or others may read it
   */
  static byte[] read(Path file, boolean mayMake) {
    try {
      if (mayMake && !Files.exists(file)) {
        make(file);
      }
      if (!Files.isReadable(file)) {
        throw invalid(
            "found no readable file, but the database was made with a master key; bring it back");
      }
      if (isOpenToOthers(file)) {
        throw invalid("found a file that others may read; allowed is mode 600");
      }
      byte[] key = Base64.getDecoder().decode(Files.readString(file).strip());
      if (key.length != AesGcm.KEY_BYTES) {
        throw invalid("found " + key.length + " bytes, allowed are 32 bytes in Base64");
      }
      return key;
    } catch (IllegalArgumentException e) {
      throw invalid("found no Base64, allowed are 32 bytes in Base64");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void make(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    byte[] text =
        (Base64.getEncoder().encodeToString(Digests.random(AesGcm.KEY_BYTES)) + "\n")
            .getBytes(StandardCharsets.US_ASCII);
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      channel.write(ByteBuffer.wrap(text));
      // What is encrypted under it must not survive a loss of power that the key does not.
      channel.force(true);
    } catch (FileAlreadyExistsException e) {
      // Another node of this machine was faster: its key is ours.
      return;
    }
  }

  private static boolean isOpenToOthers(Path file) throws IOException {
    // The group may read: that is how containers mount secrets.
    return Files.getPosixFilePermissions(file).stream()
        .anyMatch(
            Set.of(
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE,
                    PosixFilePermission.GROUP_WRITE)
                ::contains);
  }

  static InvalidConfigurationException invalid(String fault) {
    return new InvalidConfigurationException(List.of(PROPERTY + fault));
  }
}

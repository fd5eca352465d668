package de.landbruecke.server.identity;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.h2.store.fs.FilePathWrapper;

/**
 * A file that H2 writes to the disk before it goes on, under the scheme {@code synced}. By itself
 * H2 leaves what a commit wrote to the operating system, which may lose it with the power.
 *
 * <p>H2 makes instances by reflection, so the class must be public.
 */
public final class SyncedFile extends FilePathWrapper {

  /** For H2. */
  public SyncedFile() {}

  @Override
  public String getScheme() {
    return "synced";
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    return super.open(mode.equals("rw") ? "rwd" : mode);
  }
}

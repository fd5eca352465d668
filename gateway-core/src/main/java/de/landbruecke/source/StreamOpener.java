package de.landbruecke.source;

import java.io.IOException;
import java.io.InputStream;

/**
 * Opens a delivery: a file, a class-path resource, an address. Each call starts at its first byte.
 * Called by one thread at a time.
 */
@FunctionalInterface
public interface StreamOpener {

  /** A new stream; the caller closes it. Gzip is recognised by its first bytes. */
  InputStream open() throws IOException;
}

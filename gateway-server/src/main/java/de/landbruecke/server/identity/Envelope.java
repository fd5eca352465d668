package de.landbruecke.server.identity;

/**
 * Encrypts what the database holds: AES-256-GCM under data keys, which lie in the database
 * encrypted under the one master key, which does not.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Envelope {

  Envelope() {}

  /**
   * Encrypts.
   *
   * @param context where the value lies; it opens only there
   */
  public byte[] seal(byte[] plain, String context) {
    throw new UnsupportedOperationException();
  }

  /**
   * Decrypts.
   *
   * @throws IllegalStateException if the value was changed, moved, or sealed under another master
   *     key
   */
  public byte[] open(byte[] sealed, String context) {
    throw new UnsupportedOperationException();
  }
}

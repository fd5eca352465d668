package de.landbruecke.server.identity;

/**
 * Who a citizen is inside the gateway: 128 random bits that never leave it.
 *
 * @param value 22 characters of Base64url
 */
public record CitizenId(String value) {

  /** Refuses what {@link Citizens} did not make. */
  public CitizenId {
    if (!value.matches("[A-Za-z0-9_-]{22}")) {
      throw new IllegalArgumentException("a citizen id is 22 characters of Base64url");
    }
  }

  /** Without the value, which must not reach a log. */
  @Override
  public String toString() {
    return "CitizenId[hidden]";
  }
}

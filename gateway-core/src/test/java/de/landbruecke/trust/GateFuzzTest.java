package de.landbruecke.trust;

import com.code_intelligence.jazzer.junit.FuzzTest;
import de.landbruecke.testing.TestIssuer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Fuzz targets of the gate. In the build they only repeat the inputs kept in the resources; with
 * {@code JAZZER_FUZZ=1} they search for new ones.
 */
final class GateFuzzTest {

  /** What is accepted would be encoded to the very same bytes. */
  @FuzzTest(maxDuration = "60s")
  void token(byte[] data) {
    String text = new String(data, StandardCharsets.ISO_8859_1);
    StrictJws jws;
    try {
      jws = StrictJws.parseWithKey(text);
    } catch (TokenRejectedException e) {
      return;
    }
    String[] segments = text.split("\\.", -1);
    for (String segment : segments) {
      if (!TestIssuer.base64(decoded(segment)).equals(segment)) {
        throw new AssertionError("accepted, but not what would be written");
      }
    }
    if (segments.length != 3
        || !(jws.signedText() + "." + jws.signatureText()).equals(text)
        || !TestIssuer.base64(jws.payload()).equals(segments[1])) {
      throw new AssertionError("taken apart into other parts");
    }
  }

  private static byte[] decoded(String segment) {
    try {
      return StrictJws.decode(segment);
    } catch (TokenRejectedException e) {
      throw new AssertionError("accepted with a segment that is refused", e);
    }
  }

  /** What is read once reads the same when it is written again. */
  @FuzzTest(maxDuration = "60s")
  void claims(byte[] data) throws TokenRejectedException {
    Map<String, Object> claims;
    try {
      claims = Json.object(data, Json.Limits.TOKEN);
    } catch (TokenRejectedException e) {
      return;
    }
    byte[] written = TestIssuer.json(claims).getBytes(StandardCharsets.UTF_8);
    if (!Json.object(written, Json.Limits.TOKEN).equals(claims)) {
      throw new AssertionError("read again as something else");
    }
  }

  /** A key set is read or refused, and no key that is dropped can be found. */
  @FuzzTest(maxDuration = "60s")
  void keySet(byte[] data) {
    KeySet keys;
    try {
      keys = KeySet.parse(new String(data, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      // The documented answer to what is no key set; anything else is a finding.
      return;
    }
    List<String> dropped = keys.dropped().stream().map(KeySet.Dropped::keyId).toList();
    if (keys.keyIds().stream().anyMatch(dropped::contains)) {
      throw new AssertionError("a key is both used and dropped");
    }
  }
}

package de.landbruecke.server.web;

import de.landbruecke.server.shared.Digests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Style sheets, scripts, fonts and drawings: read once, held in memory, compressed once, each under
 * an address with a fingerprint of its bytes. What has such an address never changes.
 */
public final class Assets {

  private static final String FOLDER = "assets/";
  private static final int FINGERPRINT_BYTES = 6;

  /** Files that the style sheets name; all others are named by templates. */
  private static final Pattern REFERENCE = Pattern.compile("url\\(\"?([A-Za-z0-9._-]+)\"?\\)");

  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css;charset=UTF-8",
          "js", "text/javascript;charset=UTF-8",
          "svg", "image/svg+xml",
          "txt", "text/plain;charset=UTF-8",
          "woff2", "font/woff2");

  private final Map<String, String> addresses = new HashMap<>();
  private final Map<String, Asset> byFile = new HashMap<>();

  /** One file. Callers leave its arrays as they are. */
  static final class Asset {

    private final String type;
    private final byte[] content;
    private final byte @Nullable [] gzip;

    private Asset(String type, byte[] content, byte @Nullable [] gzip) {
      this.type = type;
      this.content = content;
      this.gzip = gzip;
    }

    String type() {
      return type;
    }

    byte[] content() {
      return content;
    }

    /** The same compressed; null where that would not be smaller. */
    byte @Nullable [] gzip() {
      return gzip;
    }
  }

  private Assets() {}

  /**
   * Reads all files of the folder {@code assets} of the class path.
   *
   * @throws IOException when one cannot be read
   */
  static Assets load() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (Resource resource :
        new PathMatchingResourcePatternResolver().getResources("classpath*:" + FOLDER + "*.*")) {
      String name = String.valueOf(resource.getFilename());
      if (TYPES.containsKey(extension(name))) {
        files.put(name, resource.getContentAsByteArray());
      }
    }
    Assets assets = new Assets();
    // Style sheets last: they name the others by address.
    files.forEach((name, content) -> {
      if (!extension(name).equals("css")) {
        assets.add(name, content);
      }
    });
    files.forEach((name, content) -> {
      if (extension(name).equals("css")) {
        assets.add(name, assets.withAddresses(content));
      }
    });
    return assets;
  }

  /**
   * The address of a file.
   *
   * @throws IllegalArgumentException when there is no such file
   */
  public String address(String name) {
    String address = addresses.get(name);
    if (address == null) {
      throw new IllegalArgumentException("there is no asset " + name);
    }
    return address;
  }

  /** Whether there is such a file: those of the design system are missing without npm. */
  public boolean has(String name) {
    return addresses.containsKey(name);
  }

  /** The file at the end of an address. */
  Optional<Asset> find(String file) {
    return Optional.ofNullable(byFile.get(file));
  }

  private void add(String name, byte[] content) {
    int dot = name.lastIndexOf('.');
    String file = name.substring(0, dot) + '-' + fingerprint(content) + name.substring(dot);
    byte[] gzip = gzip(content);
    byFile.put(
        file,
        new Asset(
            Objects.requireNonNull(TYPES.get(extension(name))),
            content,
            gzip.length < content.length && !name.endsWith(".woff2") ? gzip : null));
    addresses.put(name, "/" + FOLDER + file);
  }

  private byte[] withAddresses(byte[] css) {
    // Latin-1 keeps every byte as it is, and names are ASCII.
    return REFERENCE
        .matcher(new String(css, StandardCharsets.ISO_8859_1))
        .replaceAll(this::reference)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private String reference(MatchResult match) {
    String address = addresses.get(match.group(1));
    return address == null ? match.group() : "url(" + address + ")";
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static String fingerprint(byte[] content) {
    byte[] hash = Digests.sha256(content);
    return HexFormat.of().formatHex(Arrays.copyOf(hash, FINGERPRINT_BYTES));
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip =
        new GZIPOutputStream(bytes) {
          {
            def.setLevel(Deflater.BEST_COMPRESSION);
          }
        }) {
      gzip.write(content);
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot fail", e);
    }
    return bytes.toByteArray();
  }
}

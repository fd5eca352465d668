import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes everything secret that a run of the OpenID conformance suite needs, and fills it into the
 * files beside this one: the gateway's configuration and the suite's plans. Runs alone:
 *
 * <pre>java Prepare.java GATEWAY SUITE SUITE-CERTIFICATE PORTAL DIRECTORY</pre>
 *
 * <p>GATEWAY is the issuer, such as {@code https://localhost:8443}, SUITE the suite's address,
 * SUITE-CERTIFICATE a PEM file with the certificate that it shows, PORTAL the demonstration portal
 * of Baden-Württemberg, DIRECTORY a new folder, which must not be committed.
 */
final class Prepare {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern NAME = Pattern.compile("@([a-z0-9-]+)@");
  private static final List<String> FILES =
      List.of(
          "application-conformance.yaml",
          "config.json",
          "basic.json",
          "rp-initiated-logout.json",
          "backchannel-logout.json",
          "fapi2-security-profile.json");

  private final Path templates;
  private final Path directory;
  private final Map<String, String> values = new LinkedHashMap<>();

  private Prepare(Path templates, Path directory) {
    this.templates = templates;
    this.directory = directory;
  }

  public static void main(String[] args) throws Exception {
    if (args.length != 5) {
      System.err.println("needed are GATEWAY SUITE SUITE-CERTIFICATE PORTAL DIRECTORY");
      System.exit(2);
    }
    Path own =
        Path.of(System.getProperty("jdk.launcher.sourcefile", "docs/conformance/Prepare.java"));
    Path templates = own.toAbsolutePath().getParent();
    new Prepare(templates, Path.of(args[4]).toAbsolutePath())
        .run(URI.create(args[0]), URI.create(args[1]), Path.of(args[2]), URI.create(args[3]));
  }

  private void run(URI gateway, URI suite, Path certificate, URI portal)
      throws IOException, GeneralSecurityException, InterruptedException {
    Files.createDirectories(directory);
    if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
    int port = gateway.getPort() < 0 ? 443 : gateway.getPort();
    values.put("gateway", gateway.toString());
    values.put("suite", suite.toString());
    values.put("portal", portal.toString());
    values.put("directory", directory.toString().replace('\\', '/'));
    values.put("version", "conformance " + Instant.now());
    values.put("mutual-port", String.valueOf(port + 1));
    Files.copy(certificate, directory.resolve("suite.pem"));
    String host = gateway.getHost();
    String name = (host.matches("[0-9.]+|.*:.*") ? "ip:" : "dns:") + host;
    keyPair("gateway", name);
    for (String client : List.of("suite-basic", "suite-basic-2", "suite-post")) {
      byte[] secret = new byte[32];
      RANDOM.nextBytes(secret);
      String text = HexFormat.of().formatHex(secret);
      values.put(client + "-secret", text);
      values.put(client + "-hash", hash(text));
    }
    for (String client : List.of("suite-fapi-1", "suite-fapi-2")) {
      keyPair(client, "dns:" + client + ".example");
    }
    for (String file : FILES) {
      Files.writeString(
          directory.resolve(file), filled(Files.readString(templates.resolve(file)), file));
    }
    System.out.println("made " + directory);
  }

  /** Keys of P-256 with a certificate that is signed by themselves, as PEM and as JWK. */
  private void keyPair(String name, String alternativeName)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path store = directory.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "30",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=" + alternativeName,
                "-storetype",
                "PKCS12",
                "-storepass",
                "not-secret",
                "-keystore",
                store.toString())
            .inheritIO()
            .start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool did not make the keys of " + name);
    }
    // The password protects nothing: what is inside is written beside it.
    char[] password = "not-secret".toCharArray();
    KeyStore keys = KeyStore.getInstance(store.toFile(), password);
    Files.delete(store);
    Certificate certificate = keys.getCertificate(name);
    PrivateKey key = (PrivateKey) keys.getKey(name, password);
    String certificatePem = pem("CERTIFICATE", certificate.getEncoded());
    String keyPem = pem("PRIVATE KEY", key.getEncoded());
    Files.writeString(directory.resolve(name + ".pem"), certificatePem);
    Files.writeString(directory.resolve(name + "-key.pem"), keyPem);
    values.put(name + "-certificate", certificatePem.replace("\n", "\\n"));
    values.put(name + "-key", keyPem.replace("\n", "\\n"));
    String open = jwk(name, (ECPublicKey) certificate.getPublicKey());
    values.put(name + "-jwks", "{\"keys\":[{" + open + "}]}");
    values.put(
        name + "-private-jwks",
        "{\"keys\":[{" + open + ",\"d\":\"" + number(((ECPrivateKey) key).getS()) + "\"}]}");
  }

  private static String jwk(String id, ECPublicKey key) {
    return "\"kty\":\"EC\",\"crv\":\"P-256\",\"use\":\"sig\",\"alg\":\"ES256\",\"kid\":\""
        + id
        + "\",\"x\":\""
        + number(key.getW().getAffineX())
        + "\",\"y\":\""
        + number(key.getW().getAffineY())
        + "\"";
  }

  /** 32 bytes (RFC 7518, section 6.2.1.2). */
  private static String number(BigInteger value) {
    byte[] bytes = new byte[32];
    byte[] given = value.toByteArray();
    int length = Math.min(given.length, 32);
    System.arraycopy(given, given.length - length, bytes, 32 - length, length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String pem(String what, byte[] content) {
    return "-----BEGIN "
        + what
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
        + "\n-----END "
        + what
        + "-----\n";
  }

  private static String hash(String secret) throws GeneralSecurityException {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
  }

  private String filled(String template, String file) {
    return NAME.matcher(template)
        .replaceAll(found -> {
          String value = values.get(found.group(1));
          if (value == null) {
            throw new IllegalStateException(file + " has an unknown name: " + found.group());
          }
          return Matcher.quoteReplacement(value);
        });
  }
}

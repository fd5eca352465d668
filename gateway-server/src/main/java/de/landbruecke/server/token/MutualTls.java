package de.landbruecke.server.token;

import de.landbruecke.server.shared.IdentityProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.net.SSLUtil;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;

/**
 * The port at which clients show certificates (RFC 8705, section 5): browsers, which would ask
 * people for one, never come there. It takes any certificate whose key the client has, and tells
 * afterwards whose it is, because some clients' are signed by nobody else. No header says anything
 * about certificates.
 */
final class MutualTls {

  private static final Logger LOG = LoggerFactory.getLogger(MutualTls.class);

  /** What exists at this port. */
  static final Set<String> PATHS =
      Set.of(
          Endpoints.TOKEN,
          Endpoints.PUSH,
          Endpoints.INTROSPECT,
          Endpoints.REVOKE,
          Endpoints.USERINFO);

  /** What the container says of the connection. */
  private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

  /** On a request that came by this port; nobody outside can set an attribute. */
  private static final String MARK = MutualTls.class.getName();

  /** Those of RFC 9325, section 4.2; all of TLS 1.3 are good. */
  private static final String CIPHERS =
      "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384"
          + ":ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384";

  private final @Nullable Integer port;
  private final SslBundles bundles;
  private final String bundleName;
  private volatile @Nullable X509TrustManager authorities;

  MutualTls(IdentityProperties.Mtls properties, SslBundles bundles) {
    this.port = properties.port();
    this.bundles = bundles;
    this.bundleName = properties.bundle() == null ? "" : properties.bundle();
    if (port != null) {
      authorities = authorities(bundles.getBundle(bundleName));
    }
  }

  /** Whether there is such a port. */
  boolean isOn() {
    return port != null;
  }

  /** Whether any authority is known whose certificates could be told apart by name. */
  boolean knowsAuthorities() {
    return authorities != null;
  }

  /** Adds the port, where there is one; new files of the bundle count from the next connection. */
  void addTo(TomcatServletWebServerFactory factory) {
    if (port == null) {
      return;
    }
    Http11NioProtocol protocol = new Http11NioProtocol();
    protocol.setSSLEnabled(true);
    protocol.setExecutor(new VirtualThreadExecutor("mtls-"));
    protocol.setConnectionTimeout(20_000);
    protocol.addSslHostConfig(tls(bundles.getBundle(bundleName)));
    Connector connector = new Connector(protocol);
    connector.setPort(port);
    if (factory.getAddress() != null) {
      protocol.setAddress(factory.getAddress());
    }
    connector.setScheme("https");
    connector.setSecure(true);
    connector.setXpoweredBy(false);
    factory.addAdditionalConnectors(connector);
    bundles.addBundleUpdateHandler(
        bundleName,
        bundle -> {
          protocol.addSslHostConfig(tls(bundle), true);
          authorities = authorities(bundle);
          LOG.info("The bundle {} of the port for certificates was read again", bundleName);
        });
  }

  /** Marks a request that came by this port. False: there is nothing at its path. */
  boolean admit(HttpServletRequest request) {
    if (port == null || request.getLocalPort() != port) {
      return true;
    }
    request.setAttribute(MARK, true);
    return PATHS.contains(request.getRequestURI());
  }

  static boolean isMarked(HttpServletRequest request) {
    return request.getAttribute(MARK) != null;
  }

  /** The client's certificate and those above it; empty on any other port, whatever it has. */
  static List<X509Certificate> certificates(HttpServletRequest request) {
    return isMarked(request) && request.getAttribute(CERTIFICATES) instanceof X509Certificate[] all
        ? List.of(all)
        : List.of();
  }

  /**
   * Whether an authority of the bundle stands behind the certificate, it is good now, and for
   * clients (RFC 8705, section 2.1). Nobody is asked whether it was revoked.
   */
  boolean isTrusted(List<X509Certificate> chain) {
    X509TrustManager manager = authorities;
    if (manager == null || chain.isEmpty()) {
      return false;
    }
    try {
      manager.checkClientTrusted(
          chain.toArray(X509Certificate[]::new), chain.getFirst().getPublicKey().getAlgorithm());
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }

  private static @Nullable X509TrustManager authorities(SslBundle bundle) {
    // Without a store of its own the bundle would trust all that browsers trust.
    return bundle.getStores().getTrustStore() == null
        ? null
        : first(bundle.getManagers().getTrustManagers(), X509TrustManager.class).orElse(null);
  }

  private static SSLHostConfig tls(SslBundle bundle) {
    KeyManager[] keys = bundle.getManagers().getKeyManagers();
    X509TrustManager anybody = new Anybody();
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, new TrustManager[] {anybody}, null);
      SSLHostConfig config = new SSLHostConfig();
      config.setProtocols("TLSv1.2+TLSv1.3");
      config.setCiphers(CIPHERS);
      config.setHonorCipherOrder(true);
      config.setCertificateVerification("optional");
      SSLHostConfigCertificate certificate =
          new SSLHostConfigCertificate(config, SSLHostConfigCertificate.Type.UNDEFINED);
      certificate.setSslContext(
          SSLUtil.createSSLContext(
              context, first(keys, X509KeyManager.class).orElseThrow(), anybody));
      config.addCertificate(certificate);
      return config;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("TLS cannot be set up with the bundle", e);
    }
  }

  private static <T> Optional<T> first(Object[] managers, Class<T> type) {
    return Arrays.stream(managers).filter(type::isInstance).map(type::cast).findFirst();
  }

  /** Only the handshake, which proves the key: who it is, is decided for each client. */
  private static final class Anybody implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("only for clients");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

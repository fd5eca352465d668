package de.landbruecke.server.identity;

import de.landbruecke.server.shared.ConfigurationFaults;
import de.landbruecke.server.shared.SearchCondition;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** What is wrong with the configuration of the identity half, where it is on. */
final class IdentityFaults implements ConfigurationFaults {

  private static final String STAFF = "landbruecke.identity.staff.issuer-uri";

  @Override
  public List<String> faults(Environment environment) {
    if (!IdentityCondition.isOn(environment)) {
      return SearchCondition.isOn(environment)
          ? List.of()
          : List.of(
              IdentityCondition.ISSUER
                  + ": found nothing, needed where landbruecke.roles has no search");
    }
    List<String> faults = new ArrayList<>();
    if (!environment.getProperty(STAFF, "").isBlank()
        && ManagementPortType.get(environment) != ManagementPortType.DIFFERENT) {
      faults.add(
          "management.server.port: found "
              + environment.getProperty("management.server.port", "nothing")
              + ", allowed with "
              + STAFF
              + " is a port of its own, other than server.port");
    }
    String issuer = environment.getProperty(IdentityCondition.ISSUER, "").strip();
    if (!isIssuer(issuer)) {
      faults.add(
          IdentityCondition.ISSUER
              + ": found "
              + issuer
              + ", allowed is an address such as https://konto.example.org, without a path");
      return faults;
    }
    IdentitySettings settings = IdentitySettings.of(environment);
    String fault =
        WebAddresses.fault(
            issuer, Network.PRIVATE, settings.demonstration() || settings.conformance());
    if (fault != null) {
      faults.add(IdentityCondition.ISSUER + ": found " + issuer + ", allowed is " + fault);
    }
    Binder binder = Binder.get(environment);
    if (binder.bind("landbruecke.identity.database.url", String.class).isBound()
        && !binder.bind("landbruecke.identity.master-key-file", String.class).isBound()) {
      faults.add(
          "landbruecke.identity.master-key-file: found nothing, allowed is a file that all nodes"
              + " of the database share");
    }
    if (binder.bind("landbruecke.identity.suite", String.class).isBound()
        && !settings.conformance()) {
      faults.add(
          "landbruecke.identity.suite: found an address, allowed is one only in the profile"
              + " conformance");
    }
    boolean port = binder.bind("landbruecke.identity.mtls.port", String.class).isBound();
    for (String needed : List.of("bundle", "address")) {
      String name = "landbruecke.identity.mtls." + needed;
      boolean bound = binder.bind(name, String.class).isBound();
      if (port && !bound && needed.equals("bundle")) {
        faults.add(name + ": found nothing, allowed is the name of an SSL bundle");
      } else if (bound && !port) {
        faults.add(
            "landbruecke.identity.mtls.port: found nothing, allowed is a port for what "
                + name
                + " says");
      }
    }
    try {
      RegistryDocument document = RegistryDocument.of(environment);
      if (document.version() == null && !document.isEmpty()) {
        faults.add(
            "landbruecke.identity.version: found nothing, allowed is a name for what issuers,"
                + " services and policies say, a new one with each change");
      }
      RegistryReader.read(document, 0, settings);
    } catch (BindException e) {
      faults.add(e.getName() + ": found something of another form, see docs/operations.md");
    } catch (InvalidRegistryException e) {
      faults.addAll(e.faults());
    }
    return faults;
  }

  private static boolean isIssuer(String text) {
    try {
      URI uri = URI.create(text);
      return uri.getHost() != null && uri.getRawPath().isEmpty() && uri.getRawQuery() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}

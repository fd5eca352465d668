package de.landbruecke.server.browser;

import de.landbruecke.server.bundid.BundIdSimulator;
import de.landbruecke.server.identity.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A BundID that the running demonstration learns of by a change of its registry. */
final class BundIdHome implements AutoCloseable {

  private final Registry registry;
  private final BundIdSimulator simulator = BundIdSimulator.start();

  BundIdHome(Demonstration demonstration) throws IOException {
    registry = demonstration.bean(Registry.class);
    Path metadata =
        simulator.writeMetadata(Files.createTempDirectory(Path.of("target"), "bundid-"));
    ObjectNode document =
        (ObjectNode) JsonMapper.shared().readTree(registry.export(registry.current().revision()));
    ObjectNode issuer = ((ObjectNode) document.get("issuers")).putObject("bundid");
    ObjectNode levels = issuer.putObject("levels");
    simulator
        .settings(demonstration.gateway(""), metadata.toAbsolutePath())
        .forEach((name, value) -> {
          if (name.startsWith("levels[")) {
            levels.put(name.substring("levels[".length(), name.length() - 1), value);
          } else {
            issuer.put(name, value);
          }
        });
    document
        .withArray("/policies")
        .addObject()
        .put("id", "bundid-to-sn")
        .put("from", "bundid")
        .put("to", "amt24")
        .put("service", "demo-sn-service")
        .put("minimum-level", "basic")
        .put("approved-by", "Test")
        .putArray("attributes")
        .add("given_name")
        .add("family_name")
        .add("address");
    registry.approve(registry.propose(document.toString(), "BundID", "anna").id(), "bernd");
  }

  /** Whether the last request demanded a new sign-in. */
  boolean isForced() {
    return simulator.lastRequest().getDocumentElement().getAttribute("ForceAuthn").equals("true");
  }

  @Override
  public void close() {
    registry.undo(registry.current().revision(), "no BundID", "anna");
    simulator.close();
  }
}

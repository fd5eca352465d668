package de.landbruecke.server.shared;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells the operator all faults of the configuration at once, without a stack trace. */
final class InvalidConfigurationAnalyzer
    extends AbstractFailureAnalyzer<InvalidConfigurationException> {

  @Override
  protected FailureAnalysis analyze(Throwable root, InvalidConfigurationException cause) {
    return new FailureAnalysis(
        "The configuration is not allowed:\n\n  - " + String.join("\n  - ", cause.faults()),
        "Correct or remove what is named above. docs/operations.md explains every property.",
        cause);
  }
}

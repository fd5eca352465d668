package de.landbruecke.demo;

import static de.landbruecke.AssuranceLevel.BASIC;
import static de.landbruecke.AssuranceLevel.HIGH;
import static de.landbruecke.AssuranceLevel.LOW;
import static de.landbruecke.AssuranceLevel.SUBSTANTIAL;

import de.landbruecke.AssuranceLevel;
import java.util.Optional;
import java.util.stream.Stream;

/** What differs between the two portals: names, addresses and the words for levels. */
public enum FederalState {
  /** Speaks of levels as the Federal Office for Information Security does. */
  BADEN_WUERTTEMBERG("service-bw", "bw", "Baden-Württemberg", 8091) {
    @Override
    public String acr(AssuranceLevel level) {
      return switch (level) {
        case NONE -> throw noWord();
        case BASIC -> "urn:service-bw:demo:loa:basis";
        case LOW -> "http://bsi.bund.de/eID/LoA/normal";
        case SUBSTANTIAL -> "http://bsi.bund.de/eID/LoA/substantiell";
        case HIGH -> "http://bsi.bund.de/eID/LoA/hoch";
      };
    }
  },
  /** Speaks of levels as the project STORK did. */
  SAXONY("amt24", "sn", "Sachsen", 8092) {
    @Override
    public String acr(AssuranceLevel level) {
      return switch (level) {
        case NONE -> throw noWord();
        case BASIC -> "STORK-QAA-Level-1";
        case LOW -> "STORK-QAA-Level-2";
        case SUBSTANTIAL -> "STORK-QAA-Level-3";
        case HIGH -> "STORK-QAA-Level-4";
      };
    }
  };

  private final String issuerId;
  private final String code;
  private final String label;
  private final int defaultPort;

  FederalState(String issuerId, String code, String label, int defaultPort) {
    this.issuerId = issuerId;
    this.code = code;
    this.label = label;
    this.defaultPort = defaultPort;
  }

  /** The name by which the gateway's configuration knows the portal as an issuer. */
  public String issuerId() {
    return issuerId;
  }

  /** Two letters that are part of client ids, audiences and cookie names. */
  public String code() {
    return code;
  }

  /** The state's name in German. */
  public String label() {
    return label;
  }

  /** The port of the demonstration when none is configured. */
  public int defaultPort() {
    return defaultPort;
  }

  /** The client id, at the gateway, of the portal's online service. */
  public String serviceClientId() {
    return "demo-" + code + "-service";
  }

  /** The client id of the portal's back end, at the gateway and at the portal itself. */
  public String backendClientId() {
    return "demo-" + code + "-backend";
  }

  /** The audience of tokens for the portal's interface; an identifier, not an address. */
  public String apiAudience() {
    return "https://api." + code + ".demo.landbruecke.example";
  }

  /** The other of the two. */
  public FederalState neighbour() {
    return this == SAXONY ? BADEN_WUERTTEMBERG : SAXONY;
  }

  /**
   * The portal's own word for a level, its {@code acr} value.
   *
   * @throws IllegalArgumentException for {@link AssuranceLevel#NONE}, for which there is no word
   */
  public abstract String acr(AssuranceLevel level);

  /** The level that the portal means by {@code acr}, or empty for a word that is not its own. */
  public Optional<AssuranceLevel> level(String acr) {
    return Stream.of(BASIC, LOW, SUBSTANTIAL, HIGH)
        .filter(level -> acr(level).equals(acr))
        .findFirst();
  }

  private static IllegalArgumentException noWord() {
    return new IllegalArgumentException("there is no word for no level");
  }
}

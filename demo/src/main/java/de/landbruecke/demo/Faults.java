package de.landbruecke.demo;

import java.util.Set;

/** The faults of one portal that are active now. */
final class Faults {

  private volatile Set<Fault> active = Set.of();

  void set(Fault... faults) {
    active = Set.of(faults);
  }

  boolean has(Fault fault) {
    return active.contains(fault);
  }

  /** Waits as long as a slow answer takes, where the fault is active. */
  void delay(Fault fault) throws InterruptedException {
    if (has(fault)) {
      Thread.sleep(DemoPortal.SLOW);
    }
  }
}

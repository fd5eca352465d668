package de.landbruecke.server.identity;

import de.landbruecke.AssuranceLevel;

/** Assurance levels as the database orders them: the order is that of the law and never changes. */
final class Levels {

  private Levels() {}

  static int number(AssuranceLevel level) {
    return switch (level) {
      case NONE -> 0;
      case BASIC -> 1;
      case LOW -> 2;
      case SUBSTANTIAL -> 3;
      case HIGH -> 4;
    };
  }

  static AssuranceLevel level(int number) {
    return switch (number) {
      case 0 -> AssuranceLevel.NONE;
      case 1 -> AssuranceLevel.BASIC;
      case 2 -> AssuranceLevel.LOW;
      case 3 -> AssuranceLevel.SUBSTANTIAL;
      case 4 -> AssuranceLevel.HIGH;
      default -> throw new IllegalStateException("the database holds a level " + number);
    };
  }
}

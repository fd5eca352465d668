package de.landbruecke.trust;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Knows RSA keys of the generator of CVE-2017-15361 by their modulus: modulo each small prime it is
 * a power of 65537. A sound key has all these properties by chance once in 2^27 or rarer.
 *
 * <p>Nemec and others, "The Return of Coppersmith's Attack", ACM CCS 2017, section 2.2.
 */
final class Roca {

  private static final int GENERATOR = 65537;

  /** The primes of the generator's smallest keys; larger keys use these and more. */
  private static final int[] PRIMES = {
    3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97,
    101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167
  };

  private static final List<BitSet> POWERS = powers();

  private Roca() {}

  static boolean isVulnerable(BigInteger modulus) {
    for (int i = 0; i < PRIMES.length; i++) {
      int rest = modulus.mod(BigInteger.valueOf(PRIMES[i])).intValueExact();
      if (!POWERS.get(i).get(rest)) {
        return false;
      }
    }
    return true;
  }

  private static List<BitSet> powers() {
    List<BitSet> powers = new ArrayList<>();
    for (int prime : PRIMES) {
      BitSet reached = new BitSet(prime);
      int power = 1;
      while (!reached.get(power)) {
        reached.set(power);
        power = power * (GENERATOR % prime) % prime;
      }
      powers.add(reached);
    }
    return List.copyOf(powers);
  }
}

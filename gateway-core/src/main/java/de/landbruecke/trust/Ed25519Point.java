package de.landbruecke.trust;

import java.math.BigInteger;

/**
 * Whether 32 bytes are a fit Ed25519 public key: canonical, on the curve, and not of small order,
 * for which signatures without a private key exist (RFC 8032, section 5.1.3).
 */
final class Ed25519Point {

  private static final BigInteger ONE = BigInteger.ONE;
  private static final BigInteger P = ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));

  /** The curve's d = -121665/121666. */
  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);

  private Ed25519Point() {}

  static boolean isFit(byte[] littleEndian) {
    byte[] bigEndian = new byte[littleEndian.length];
    for (int i = 0; i < bigEndian.length; i++) {
      bigEndian[i] = littleEndian[bigEndian.length - 1 - i];
    }
    // The top bit is the sign of x.
    bigEndian[0] &= 0x7f;
    BigInteger y = new BigInteger(1, bigEndian);
    if (y.compareTo(P) >= 0 || !isSquare(xSquared(y))) {
      return false;
    }
    // Eight times the point must not be the neutral one, whose y is 1. Doubling needs x squared
    // only.
    for (int doubling = 0; doubling < 3; doubling++) {
      y = doubled(y);
    }
    return !y.equals(ONE);
  }

  /** From -x² + y² = 1 + d x² y². */
  private static BigInteger xSquared(BigInteger y) {
    BigInteger ySquared = y.multiply(y).mod(P);
    return ySquared.subtract(ONE).multiply(D.multiply(ySquared).add(ONE).modInverse(P)).mod(P);
  }

  /** y of the doubled point: (y² + x²) / (1 - d x² y²). */
  private static BigInteger doubled(BigInteger y) {
    BigInteger x2 = xSquared(y);
    BigInteger y2 = y.multiply(y).mod(P);
    BigInteger denominator = ONE.subtract(D.multiply(x2).multiply(y2)).mod(P);
    return y2.add(x2).multiply(denominator.modInverse(P)).mod(P);
  }

  /** Euler's criterion. */
  private static boolean isSquare(BigInteger value) {
    return value.signum() == 0 || value.modPow(P.subtract(ONE).shiftRight(1), P).equals(ONE);
  }
}

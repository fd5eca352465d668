package de.landbruecke.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands until it is moved. Safe to share between threads. */
public final class TestClock extends Clock {

  /** Where it starts: noon of a working day. */
  public static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private volatile Instant now = NOON;

  /** Moves it on, or back. */
  public void advance(Duration by) {
    now = now.plus(by);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the tests' clock has one zone");
  }
}

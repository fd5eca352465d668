package de.landbruecke.benchmarks.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The processor time of other processes, from Linux's {@code /proc}, in steps of 10 ms. */
final class Processors {

  private static final long MICROS_PER_TICK = 10_000;

  private Processors() {}

  /** User and system time of the process so far, µs. */
  static long micros(long pid) {
    String[] stat = stat(pid);
    return (Long.parseLong(stat[11]) + Long.parseLong(stat[12])) * MICROS_PER_TICK;
  }

  /** The same with its children, those that have ended included. */
  static long microsOfTree(long pid) {
    String[] stat = stat(pid);
    long ended = (Long.parseLong(stat[13]) + Long.parseLong(stat[14])) * MICROS_PER_TICK;
    return micros(pid) + ended + children(pid).stream().mapToLong(Processors::micros).sum();
  }

  private static List<Long> children(long pid) {
    try (Stream<ProcessHandle> children = ProcessHandle.of(pid).orElseThrow().children()) {
      return children.map(ProcessHandle::pid).toList();
    }
  }

  /** The fields of {@code /proc/PID/stat} after the name, which may hold blanks. */
  private static String[] stat(long pid) {
    try {
      String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return line.substring(line.lastIndexOf(')') + 2).split(" ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

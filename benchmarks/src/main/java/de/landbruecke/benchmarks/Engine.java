package de.landbruecke.benchmarks;

import de.landbruecke.evaluation.Ranker;

/** An engine that holds an index of documents and ranks them. */
interface Engine extends Ranker, AutoCloseable {

  /** What the tables call it. */
  String label();

  /** The bytes of what is needed to rank, texts that are only stored left out; 0: not known. */
  long indexBytes();

  @Override
  void close();
}

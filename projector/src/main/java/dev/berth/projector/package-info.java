/**
 * Hosts the law on Kafka Streams: reads the log, keeps what follows in RocksDB, publishes the region views and answers
 * who waits for a decision. No rule of allocation belongs here.
 */
package dev.berth.projector;

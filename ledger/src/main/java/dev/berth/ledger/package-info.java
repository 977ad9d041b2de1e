/**
 * The law: what a command comes to ({@code decide}) and what an event makes of the state ({@code evolve}). Pure
 * functions over immutable values: no Kafka, Avro, RocksDB, JSON, logger, clock or random belongs here, and no
 * iteration of a hash container whose order could reach an outcome.
 */
package dev.berth.ledger;

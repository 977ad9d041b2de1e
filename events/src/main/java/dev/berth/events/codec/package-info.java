/**
 * The one place that sees Avro: commands and decisions to and from the bytes of the topics, facts to and from the bytes
 * of the stores, and the schemas in the registry. No rule of the ledger stands here, only what makes a record readable.
 */
package dev.berth.events.codec;

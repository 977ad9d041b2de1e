/**
 * The log on Kafka: its topics and their settings, a publisher for those who append commands, a reader for those who
 * replay. What the records mean is the codec's to say and the ledger's to decide.
 */
package dev.berth.events.log;

/**
 * The log and the schemas that it is written in, as one file: what a service can be made again from, on any Kafka.
 *
 * <p>What follows from the log is not in it, and nothing here knows what a record means.
 */
package dev.berth.cli.backup;

/**
 * One Kafka node and one schema registry inside this JVM, for a single machine and for tests. Nothing here knows what
 * Berth keeps in the log, and nothing here is for production clusters, which bring their own Kafka and registry.
 */
package dev.berth.embedded;

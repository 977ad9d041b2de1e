package dev.berth.events.log;

/**
 * A record of berth.reports as it was read; nobody has looked at it yet.
 *
 * @param timestampMs when Kafka took it
 * @param value null for a record without one
 */
public record ReportRecord(int partition, long offset, long timestampMs, byte[] value) {}

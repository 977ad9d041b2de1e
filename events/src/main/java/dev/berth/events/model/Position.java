package dev.berth.events.model;

/**
 * Where a record stands in the log, and when the log took it: the only order and the only clock of a decision.
 *
 * @param partition the partition of the log
 * @param offset the record's offset in it
 * @param timestampMs the record's LogAppendTime, milliseconds since the epoch
 */
public record Position(int partition, long offset, long timestampMs) implements Comparable<Position> {
    /** Before anything was appended. */
    public static final Position NONE = new Position(-1, -1, 0);

    /** A time without a place: of what was decided and not appended. */
    public static Position nowhere(long timestampMs) {
        return new Position(NONE.partition, NONE.offset, timestampMs);
    }

    /** Whether no record is there. */
    public boolean isNowhere() {
        return offset < 0;
    }

    @Override
    public int compareTo(Position other) {
        int byPartition = Integer.compare(partition, other.partition);
        return byPartition != 0 ? byPartition : Long.compare(offset, other.offset);
    }

    @Override
    public String toString() {
        return partition + "@" + offset;
    }
}

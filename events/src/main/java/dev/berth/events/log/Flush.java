package dev.berth.events.log;

/** When the one broker of a log that has no replicas writes what it has taken through to the disk. */
public enum Flush {
    /** As the topic says; for a Kafka that is not ours. */
    AS_IT_IS,
    /** When the system sees fit: what was acknowledged survives the death of the process, but not of the machine. */
    BY_THE_SYSTEM,
    /** Before it acknowledges; appends that come together are flushed together. */
    BEFORE_THE_ANSWER
}

package dev.berth.simulator.chaos;

/** What clients do. */
public enum Operation {
    CLAIM,
    CHANGE,
    RELEASE,
    READ_CONSUMER,
    READ_USAGE,
    READ_HOLDERS,
    READ_CONSUMER_OLD,
    READ_USAGE_OLD
}

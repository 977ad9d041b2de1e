package dev.berth.simulator.chaos;

import java.util.Locale;

/** What can be done to a cluster. How likely each is stands with it, and what else it needs. */
public enum FaultKind {
    KILL_INSTANCE(4, "kill -9 of an instance, started again after a while"),
    KILL_BROKER(4, "kill -9 of a broker, started again after a while"),
    KILL_MOST_BROKERS(1, "kill -9 of two brokers of three at once"),
    KILL_EVERYTHING(1, "kill -9 of all brokers and instances at once"),
    PAUSE_INSTANCE(4, "SIGSTOP of an instance, and SIGCONT"),
    PAUSE_BROKER(3, "SIGSTOP of a broker, and SIGCONT"),
    CUT_KAFKA(3, "an instance's connections to all brokers are broken, and new ones"),
    SILENCE_KAFKA(3, "nothing passes between an instance and all brokers; the connections stay"),
    CUT_ONE_BROKER(3, "an instance's connections to one broker are broken"),
    SILENCE_ONE_BROKER(3, "nothing passes between an instance and one broker"),
    CUT_CLIENTS(2, "the connections of clients to an instance are broken"),
    SILENCE_CLIENTS(2, "nothing passes between clients and an instance"),
    CUT_PEERS(2, "the connections of peers to an instance are broken"),
    SILENCE_PEERS(2, "nothing passes between an instance and its peers"),
    FAIL_PRODUCE(4, "the connection of the Nth produce request breaks, before or after the broker has it"),
    FAIL_END_OF_TRANSACTION(4, "the same with the Nth end of a transaction"),
    RESTART_INSTANCE(3, "SIGTERM of an instance, and a start"),
    RESTART_BROKER(2, "SIGTERM of a broker, and a start"),
    ROLLING_RESTART(1, "SIGTERM and a start of each instance in turn"),
    WIPE_STORES(2, "kill -9 of an instance, and its stores are deleted"),
    FLIP_BITS(4, "kill -9 of an instance, and bits are flipped in files of its stores"),
    FOREIGN_RECORDS(2, "records without a key, of no region, or in the wrong partition are written to berth.log"),
    NEARLY_FULL_DISK(2, "less than the watermark is free where an instance keeps its stores"),
    FULL_DISK(2, "nothing is free there");

    private final int weight;
    private final String told;

    FaultKind(int weight, String told) {
        this.weight = weight;
        this.told = told;
    }

    int weight() {
        return weight;
    }

    /** What it is, in words. */
    public String told() {
        return told;
    }

    public boolean needsSmallDisk() {
        return this == NEARLY_FULL_DISK || this == FULL_DISK;
    }

    boolean needsThreeBrokers() {
        return this == KILL_MOST_BROKERS;
    }

    /** As on the command line, such as kill-instance. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

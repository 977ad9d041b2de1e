package dev.berth.simulator.trace;

import java.util.Locale;

/** When the tasks of a trace come, and whether they end. */
public enum TraceArrivals {
    /** Drawn at random, with replacement, until enough has been asked for; none ever ends. */
    INFLATED,
    /** As recorded: each comes at its time and ends at its time. */
    LIFETIMES;

    /** As it is written on a command line. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

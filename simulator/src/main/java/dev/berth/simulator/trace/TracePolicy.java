package dev.berth.simulator.trace;

import java.util.Locale;

/** Which of the candidates a task gets: always the first, in the order of that name. */
public enum TracePolicy {
    /** A shuffled order, with another seed for each task. */
    RANDOM,
    /** The order in which candidates come if nobody asks for another. */
    FIRST;

    /** As it is written on a command line. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

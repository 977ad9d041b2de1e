package dev.berth.cli.simulation;

import java.io.PrintWriter;

/** The numbered steps of something long, each with how long it took. */
final class NumberedSteps {
    private final PrintWriter out;
    private final int count;
    private int number;
    private long startNanos;

    NumberedSteps(PrintWriter out, int count) {
        this.out = out;
        this.count = count;
    }

    void begin(String what) {
        number++;
        startNanos = System.nanoTime();
        out.printf("%d/%d  %s%n", number, count, what);
        out.flush();
    }

    /** Ends the last step, with a word about its result if there is something to say. */
    void end(String what) {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        out.printf("     %s%.1f s%n", what.isEmpty() ? "" : what + ", ", seconds);
        out.flush();
    }
}

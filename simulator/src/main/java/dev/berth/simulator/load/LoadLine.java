package dev.berth.simulator.load;

/**
 * How often something was asked for, how that was answered, and how long it took from before the send to the last byte.
 *
 * @param done answers that it was done
 * @param putOff answers of 429 or 503 that say when to try again
 * @param lost no answer within 30 s, a connection that broke, or a 5xx that says no time
 * @param unexpected answers that must not be
 * @param perSecond answers a second that it was done
 * @param p50Ms of those that were done, as are the next two
 * @param putOffP99Ms of those that were put off; 0 if none was
 */
public record LoadLine(
        LoadKind kind,
        long done,
        long putOff,
        long lost,
        long unexpected,
        double perSecond,
        double p50Ms,
        double p99Ms,
        double maxMs,
        double putOffP99Ms) {}

package dev.berth.cli.shadow;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;

/**
 * What one call reads and writes.
 *
 * @param written what is another after the call, if it is granted
 * @param replaced what of it comes to something else in another order of such calls, though all of them are granted as
 *     before: neither do they add up, as claims do, nor does a generation say which is the next
 * @param held what each consumer that the call writes holds after it: ids of providers
 * @param isEffectKnown whether nothing else than {@code written} is another after the call
 */
record CallSubjects(
        Reach reach,
        ImmutableSet<Subject> read,
        ImmutableSet<Subject> written,
        ImmutableSet<Subject> replaced,
        ImmutableMap<String, ImmutableSet<String>> held,
        boolean isEffectKnown) {
    /** How much of a region the call has to do with. */
    enum Reach {
        /** What it names, and nothing else. */
        READS_SOME,
        WRITES_SOME,
        /** Anything may matter to its answer. */
        READS_ALL,
        /** Anything may matter to its answer, and its answer to anything. */
        WRITES_ALL,
        /** No other call, as where versions are asked for. */
        NONE,
        /** No part of Placement's API, so it is for one of the services alone. */
        FOREIGN
    }

    static final CallSubjects NONE = reads(Reach.NONE);
    static final CallSubjects FOREIGN = reads(Reach.FOREIGN);
    static final CallSubjects ALL_READ = reads(Reach.READS_ALL);
    static final CallSubjects ALL_WRITTEN = new CallSubjects(
            Reach.WRITES_ALL, ImmutableSet.of(), ImmutableSet.of(), ImmutableSet.of(), ImmutableMap.of(), false);

    static CallSubjects reads(Reach reach, Subject... read) {
        return new CallSubjects(
                reach, ImmutableSet.copyOf(read), ImmutableSet.of(), ImmutableSet.of(), ImmutableMap.of(), true);
    }

    boolean isWrite() {
        return reach == Reach.WRITES_SOME || reach == Reach.WRITES_ALL;
    }
}

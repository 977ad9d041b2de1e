package dev.berth.cli;

import com.google.common.collect.ImmutableList;
import dev.berth.embedded.DamagedLogException;
import dev.berth.embedded.EmbeddedStartException;

/** How a Kafka inside may fail. Used only where there can be one. */
final class EmbeddedFailures {
    static final ImmutableList<Class<? extends Throwable>> FORESEEN =
            ImmutableList.of(DamagedLogException.class, EmbeddedStartException.class);

    private EmbeddedFailures() {}

    static boolean isOfLog(Exception failure) {
        return failure instanceof DamagedLogException;
    }
}

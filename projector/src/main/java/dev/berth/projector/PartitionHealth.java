package dev.berth.projector;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How one partition of the log is served by this instance, for anyone who probes it.
 *
 * @param at its progress: records of the stores while they are restored, otherwise offsets of the log
 * @param of what its progress has to reach
 * @param reason what a person should know about it, as a sentence
 */
public record PartitionHealth(int partition, State state, OptionalLong at, OptionalLong of, Optional<String> reason) {
    /** The state of a partition on this instance. */
    public enum State {
        /** Its regions take commands and answer, those that have stopped excepted. */
        SERVED(true),
        /** Its stores are restored from the changelog. */
        RESTORING(false),
        /** What was restored cannot be trusted and is rebuilt from the log. */
        REBUILDING(false),
        /** Its stores are restored; what the log held when it was taken over is being decided. */
        CATCHING_UP(false),
        /** It was caught up, but records wait for seconds now. */
        BEHIND(false),
        /** Its log cannot be read or asked about. */
        WAITS_FOR_LOG(false),
        /** It is taken up and lost again and again. */
        FAILING(false),
        /** None of its commands are decided any more, because the log does not continue what was decided. */
        HALTED(false),
        /** This instance had it, and no instance is known to serve it now. */
        LOST(false),
        /** Another instance serves it, and this one keeps a warm copy. */
        STANDBY(true),
        /** Another instance serves it. */
        ELSEWHERE(true),
        /** No instance is known to serve it, and it is not given to this one. */
        UNOWNED(true);

        private final boolean isReady;

        State(boolean isReady) {
            this.isReady = isReady;
        }

        /** Whether this instance has all of it that it is to have. */
        public boolean isReady() {
            return isReady;
        }

        /** Its name in answers. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    static PartitionHealth of(int partition, State state) {
        return new PartitionHealth(partition, state, OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
    }

    PartitionHealth because(String why) {
        return new PartitionHealth(partition, state, at, of, Optional.of(why));
    }

    PartitionHealth standing(long reached, long target) {
        return new PartitionHealth(partition, state, OptionalLong.of(reached), OptionalLong.of(target), reason);
    }

    @Override
    public String toString() {
        String progress = at.isPresent() && of.isPresent() ? " at " + at.getAsLong() + " of " + of.getAsLong() : "";
        return "Partition " + partition + ": " + state + progress
                + reason.map(why -> ": " + why).orElse(".");
    }
}

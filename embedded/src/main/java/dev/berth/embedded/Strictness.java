package dev.berth.embedded;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;

/** What a level of compatibility demands: of readers that are newer, of older ones, and of those of all versions. */
record Strictness(boolean isBackward, boolean isForward, boolean isTransitive) {
    static Strictness of(CompatibilityLevel level) {
        return switch (level) {
            case NONE -> new Strictness(false, false, false);
            case BACKWARD -> new Strictness(true, false, false);
            case BACKWARD_TRANSITIVE -> new Strictness(true, false, true);
            case FORWARD -> new Strictness(false, true, false);
            case FORWARD_TRANSITIVE -> new Strictness(false, true, true);
            case FULL -> new Strictness(true, true, false);
            case FULL_TRANSITIVE -> new Strictness(true, true, true);
        };
    }

    /** Whether it demands all that another does. */
    boolean holds(Strictness other) {
        return (isBackward || !other.isBackward)
                && (isForward || !other.isForward)
                && (isTransitive || !other.isTransitive);
    }
}

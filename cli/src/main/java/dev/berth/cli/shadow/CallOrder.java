package dev.berth.cli.shadow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * In which order calls are made again: as they were answered, where they are about the same, and at the same time where
 * they are not. Not thread-safe.
 */
final class CallOrder {
    private final Map<Subject, Lane> lanes = new HashMap<>();

    /** Where calls about some things meet those about all. */
    private final Lane all = new Lane();

    /** Puts a call behind all that were put before it; whether it may be made at once. */
    boolean add(ShadowCall call) {
        if (call.subjects().reach() == CallSubjects.Reach.NONE) {
            return true;
        }
        all.add(call, modeInAll(call));
        forEachSubject(
                call,
                (subject, mode) ->
                        lanes.computeIfAbsent(subject, none -> new Lane()).add(call, mode));
        return !call.isBlocked();
    }

    /** Ends a call; the calls that may be made now. */
    List<ShadowCall> finish(ShadowCall call) {
        List<ShadowCall> ready = new ArrayList<>();
        if (call.subjects().reach() == CallSubjects.Reach.NONE) {
            return ready;
        }
        all.finish(ready);
        forEachSubject(call, (subject, mode) -> {
            Lane lane = lanes.get(subject);
            lane.finish(ready);
            if (lane.isEmpty()) {
                lanes.remove(subject);
            }
        });
        return ready;
    }

    private static Lane.Mode modeInAll(ShadowCall call) {
        return switch (call.subjects().reach()) {
            case READS_ALL -> Lane.Mode.ALSO_SHARED;
            case WRITES_ALL, FOREIGN -> Lane.Mode.ALONE;
            case READS_SOME, WRITES_SOME, NONE -> Lane.Mode.SHARED;
        };
    }

    /** Nothing for calls about all, which run alone. */
    private static void forEachSubject(ShadowCall call, BiConsumer<Subject, Lane.Mode> action) {
        CallSubjects subjects = call.subjects();
        if (modeInAll(call) == Lane.Mode.SHARED) {
            subjects.written().forEach(subject -> action.accept(subject, Lane.Mode.ALONE));
            subjects.read().stream()
                    .filter(subject -> !subjects.written().contains(subject))
                    .forEach(subject -> action.accept(subject, Lane.Mode.SHARED));
        }
    }
}

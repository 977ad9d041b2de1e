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
    private final Map<Subject, CallLane> lanes = new HashMap<>();

    /** Where calls about some things meet those about all. */
    private final CallLane all = new CallLane();

    /** Puts a call behind all that were put before it; whether it may be made at once. */
    boolean add(ShadowCall call) {
        if (call.subjects().reach() == CallSubjects.Reach.NONE) {
            return true;
        }
        all.add(call, modeInAll(call));
        forEachSubject(
                call,
                (subject, mode) ->
                        lanes.computeIfAbsent(subject, none -> new CallLane()).add(call, mode));
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
            CallLane lane = lanes.get(subject);
            lane.finish(ready);
            if (lane.isEmpty()) {
                lanes.remove(subject);
            }
        });
        return ready;
    }

    private static CallLane.Mode modeInAll(ShadowCall call) {
        return switch (call.subjects().reach()) {
            case READS_ALL -> CallLane.Mode.ALSO_SHARED;
            case WRITES_ALL, FOREIGN -> CallLane.Mode.ALONE;
            case READS_SOME, WRITES_SOME, NONE -> CallLane.Mode.SHARED;
        };
    }

    /** Nothing for calls about all, which run alone. */
    private static void forEachSubject(ShadowCall call, BiConsumer<Subject, CallLane.Mode> action) {
        CallSubjects subjects = call.subjects();
        if (modeInAll(call) == CallLane.Mode.SHARED) {
            subjects.written().forEach(subject -> action.accept(subject, CallLane.Mode.ALONE));
            subjects.read().stream()
                    .filter(subject -> !subjects.written().contains(subject))
                    .forEach(subject -> action.accept(subject, CallLane.Mode.SHARED));
        }
    }
}

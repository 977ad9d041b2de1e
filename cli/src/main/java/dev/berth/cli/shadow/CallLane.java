package dev.berth.cli.shadow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The calls that wait for one thing, in groups: those of a group may run at the same time, and none before all of the
 * group before it has ended. Not thread-safe.
 */
final class CallLane {
    /** Which calls may be in one group. */
    enum Mode {
        /** All calls of this mode. */
        SHARED,
        /** All calls of this mode, and none of the other. */
        ALSO_SHARED,
        ALONE
    }

    private static final class Group {
        private final Mode mode;
        private final List<ShadowCall> calls = new ArrayList<>();
        private int unfinished;

        Group(Mode mode) {
            this.mode = mode;
        }
    }

    private final ArrayDeque<Group> groups = new ArrayDeque<>();

    void add(ShadowCall call, Mode mode) {
        Group last = groups.peekLast();
        if (last == null || last.mode != mode || mode == Mode.ALONE) {
            last = new Group(mode);
            groups.addLast(last);
        }
        last.calls.add(call);
        last.unfinished++;
        if (groups.peekFirst() != last) {
            call.block();
        }
    }

    /** Ends a call of the first group, and adds to {@code ready} those that nothing blocks any more. */
    void finish(List<ShadowCall> ready) {
        Group first = groups.getFirst();
        first.unfinished--;
        if (first.unfinished > 0) {
            return;
        }
        groups.removeFirst();
        Group next = groups.peekFirst();
        if (next != null) {
            for (ShadowCall call : next.calls) {
                if (call.unblock()) {
                    ready.add(call);
                }
            }
        }
    }

    boolean isEmpty() {
        return groups.isEmpty();
    }
}

package dev.berth.cli.shadow;

import com.google.common.collect.ImmutableSet;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Where the service that follows is not what the first one is: it missed a call, or came to something else. Calls about
 * such a thing are neither made again nor compared, until it was imported while nothing wrote to it. Not thread-safe.
 */
final class Gaps {
    /** More than these, and all of the region is taken for one gap. */
    private static final int SUBJECTS_MAX = 100_000;

    private final Map<Subject, String> causes = new LinkedHashMap<>();

    /** How many of each kind are in there: who asks holds up all calls meanwhile. */
    private final EnumMap<Subject.Kind, Integer> counts = new EnumMap<>(Subject.Kind.class);

    /** Of the providers in there those whose names or parents may differ. */
    private final Set<Subject> misplaced = new HashSet<>();

    private boolean isAll;
    private String causeOfAll = "";

    /** One attempt to close gaps. */
    static final class Round {
        private final boolean isAll;
        private final Set<Subject> subjects;
        private final Set<Subject> touched = new HashSet<>();
        private boolean isAllTouched;
        private boolean isUnseenTouched;

        private Round(boolean isAll, Set<Subject> subjects) {
            this.isAll = isAll;
            this.subjects = subjects;
        }

        boolean isAll() {
            return isAll;
        }

        ImmutableSet<Subject> subjects() {
            return ImmutableSet.copyOf(subjects);
        }

        /** Notes what a write that is under way may change: it is in what is read, or it is not. */
        void touch(CallSubjects call) {
            touched.addAll(call.written());
            isAllTouched |= !call.isEffectKnown();
        }

        /** Notes that something was written of which nothing is known. */
        void touchUnseen() {
            isAllTouched = true;
            isUnseenTouched = true;
        }

        boolean isTouched(Subject subject) {
            return touched.contains(subject);
        }

        boolean isUnseenTouched() {
            return isUnseenTouched;
        }
    }

    boolean areNone() {
        return !isAll && causes.isEmpty();
    }

    boolean areAll() {
        return isAll;
    }

    int count(Subject.Kind kind) {
        return counts.getOrDefault(kind, 0);
    }

    /** Why all is behind, or why the first of it is. */
    String cause() {
        return isAll ? causeOfAll : causes.values().stream().findFirst().orElse("");
    }

    Map<Subject, String> causes() {
        return Collections.unmodifiableMap(causes);
    }

    void openAll(String cause) {
        isAll = true;
        causeOfAll = cause;
        clear();
        misplaced.clear();
    }

    private void clear() {
        causes.clear();
        counts.clear();
    }

    private void close(Subject subject) {
        if (causes.remove(subject) != null) {
            counts.merge(subject.kind(), -1, Integer::sum);
        }
    }

    /** Opens a gap where a write changes something that the follower does not get. */
    void open(CallSubjects call, String cause) {
        if (isAll) {
            return;
        }
        if (!call.isEffectKnown()) {
            openAll(cause);
            return;
        }
        open(call.written(), cause);
        if (call.written().contains(Subject.TREES)) {
            misplace(call.written());
        }
    }

    private void misplace(Collection<Subject> subjects) {
        subjects.stream()
                .filter(subject -> subject.kind() == Subject.Kind.PROVIDER && causes.containsKey(subject))
                .forEach(misplaced::add);
    }

    void open(Collection<Subject> subjects, String cause) {
        for (Subject subject : subjects) {
            // What is said of a provider and its place is told with the provider.
            if (!isAll && subject.kind() != Subject.Kind.TREES) {
                if (causes.putIfAbsent(subject, cause) == null) {
                    counts.merge(subject.kind(), 1, Integer::sum);
                }
                if (causes.size() > SUBJECTS_MAX) {
                    openAll("more than " + SUBJECTS_MAX + " things are behind");
                }
            }
        }
    }

    /** Whether a call has to do with a gap, or may have. */
    boolean concern(CallSubjects call) {
        if (areNone() || call.reach() == CallSubjects.Reach.NONE) {
            return false;
        }
        return isAll
                || call.reach() == CallSubjects.Reach.READS_ALL
                || call.reach() == CallSubjects.Reach.WRITES_ALL
                || call.read().stream().anyMatch(causes::containsKey)
                || call.written().stream().anyMatch(causes::containsKey);
    }

    /**
     * Whether a call about other providers may come to something else for a gap: a name that is free in one service is
     * taken in the other, or a tree hangs elsewhere.
     */
    boolean mayMatterTo(CallSubjects call) {
        return !misplaced.isEmpty()
                && (call.read().contains(Subject.TREES) || call.written().contains(Subject.TREES));
    }

    /**
     * Begins to close what is open now.
     *
     * @param unfinished writes that the first service works on, or that the follower has not been given yet
     */
    Round begin(Collection<CallSubjects> unfinished) {
        Round round = new Round(isAll, new HashSet<>(causes.keySet()));
        unfinished.forEach(round::touch);
        return round;
    }

    /** Takes more into a round, because what it closes cannot be had without. */
    void extend(Round round, Collection<Subject> more, Collection<CallSubjects> unfinished) {
        open(more, "something that it belongs with is behind");
        round.subjects.addAll(more);
        unfinished.forEach(round::touch);
    }

    /**
     * Closes what was imported and what nothing wrote to meanwhile, but for what differs still; whether that is all
     * that the round was for.
     */
    boolean end(Round round, Map<Subject, String> stillDifferent) {
        if (round.isAll && round.isAllTouched) {
            causeOfAll = "something was written that can have changed anything, while all was read";
            return false;
        }
        if (round.isAll) {
            isAll = false;
            clear();
            open(round.touched, "it was written to while all was read");
            misplace(round.touched);
        } else if (!round.isAllTouched) {
            round.subjects.stream()
                    .filter(subject -> !round.touched.contains(subject))
                    .forEach(this::close);
        }
        misplaced.retainAll(causes.keySet());
        stillDifferent.forEach((subject, how) -> open(Set.of(subject), how));
        misplace(stillDifferent.keySet());
        return !isAll && (round.isAll ? causes.isEmpty() : Collections.disjoint(round.subjects, causes.keySet()));
    }
}

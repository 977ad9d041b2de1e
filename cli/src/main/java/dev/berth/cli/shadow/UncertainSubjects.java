package dev.berth.cli.shadow;

import dev.berth.cli.shadow.CallSubjects.Reach;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What calls wrote whose order was not seen and decides, so that its state may be another without anybody having told:
 * for one difference, which has it read and imported. The first go first where there are many. Not thread-safe.
 */
final class UncertainSubjects {
    private static final int SUBJECTS_MAX = 10_000;

    private final Set<Subject> subjects = new LinkedHashSet<>();

    void add(CallSubjects call) {
        subjects.addAll(call.written());
        subjects.stream()
                .limit(Math.max(0, subjects.size() - SUBJECTS_MAX))
                .toList()
                .forEach(subjects::remove);
    }

    /** Whether any of it may matter to a call. */
    boolean concern(CallSubjects call) {
        return !subjects.isEmpty()
                && (call.reach() == Reach.READS_ALL
                        || call.read().stream().anyMatch(subjects::contains)
                        || call.written().stream().anyMatch(subjects::contains));
    }

    /** What of it may matter to a call: of trees nobody knows which. */
    List<Subject> to(CallSubjects call) {
        boolean isAboutTrees =
                call.read().contains(Subject.TREES) || call.written().contains(Subject.TREES);
        boolean isAny = call.reach() == Reach.READS_ALL || isAboutTrees && subjects.contains(Subject.TREES);
        return subjects.stream()
                .filter(subject ->
                        isAny || call.read().contains(subject) || call.written().contains(subject))
                .toList();
    }

    /** What a round has read, or keeps as a gap, is uncertain no more. */
    void end(Gaps.Round round) {
        if (round.isAll()) {
            subjects.clear();
            return;
        }
        round.subjects().forEach(subjects::remove);
        if (subjects.stream().noneMatch(subject -> subject.kind() == Subject.Kind.PROVIDER)) {
            subjects.remove(Subject.TREES);
        }
    }
}

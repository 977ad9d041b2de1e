package dev.berth.api.differential;

import dev.berth.api.differential.Sequence.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Leaves out calls of a sequence as long as its last call still shows the difference. */
final class Shrinking {
    private static final int RUNS_MAX = 80;

    private final Sequence sequence;

    Shrinking(Sequence sequence) {
        this.sequence = sequence;
    }

    /** First all reads, then ever fewer calls at once. */
    Finding smallest(Finding finding) throws IOException, InterruptedException {
        List<ApiCall> writes = new ArrayList<>(
                finding.calls().stream().filter(call -> !call.isRead()).toList());
        if (finding.last().isRead()) {
            writes.add(finding.last());
        }
        Finding smallest = still(writes, finding).orElse(finding);
        int runs = 0;
        for (int size = Math.max(1, smallest.calls().size() / 4); size >= 1; size /= 2) {
            for (int start = 0; start + size < smallest.calls().size() && runs < RUNS_MAX; runs++) {
                List<ApiCall> fewer = new ArrayList<>(smallest.calls());
                fewer.subList(start, start + size).clear();
                Optional<Finding> still = still(fewer, finding);
                if (still.isPresent()) {
                    smallest = still.get();
                } else {
                    start += size;
                }
            }
        }
        return smallest;
    }

    private Optional<Finding> still(List<ApiCall> calls, Finding wanted) throws IOException, InterruptedException {
        return sequence.replay(calls)
                .filter(f -> f.difference() == wanted.difference() && f.calls().size() == calls.size());
    }
}

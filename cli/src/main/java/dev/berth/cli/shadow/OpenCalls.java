package dev.berth.cli.shadow;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The calls that the first service works on now. Of two of them nobody sees which comes first, so where that matters to
 * an answer the call is marked. Not thread-safe.
 */
final class OpenCalls {
    private static final class Open {
        private final Set<ShadowCall> readers = new LinkedHashSet<>();
        private final Set<ShadowCall> writers = new LinkedHashSet<>();
    }

    private final Map<Subject, Open> bySubject = new HashMap<>();
    private final Set<ShadowCall> someReaders = new LinkedHashSet<>();
    private final Set<ShadowCall> someWriters = new LinkedHashSet<>();
    private final Set<ShadowCall> allReaders = new LinkedHashSet<>();
    private final Set<ShadowCall> allWriters = new LinkedHashSet<>();

    void begin(ShadowCall call) {
        CallSubjects subjects = call.subjects();
        switch (subjects.reach()) {
            case READS_SOME -> {
                someReaders.add(call);
                mark(call, allWriters);
            }
            case WRITES_SOME -> {
                someWriters.add(call);
                allReaders.forEach(ShadowCall::overlap);
                allWriters.forEach(ShadowCall::overlap);
                mark(call, allWriters);
            }
            case READS_ALL -> {
                allReaders.add(call);
                mark(call, someWriters);
                mark(call, allWriters);
            }
            case WRITES_ALL -> {
                someReaders.forEach(ShadowCall::overlap);
                allReaders.forEach(ShadowCall::overlap);
                someWriters.forEach(ShadowCall::overlap);
                allWriters.forEach(ShadowCall::overlap);
                mark(call, someWriters);
                mark(call, allWriters);
                allWriters.add(call);
            }
            case NONE, FOREIGN -> {
                return;
            }
        }
        for (Subject subject : subjects.read()) {
            Open open = bySubject.computeIfAbsent(subject, none -> new Open());
            mark(call, open.writers);
            open.readers.add(call);
        }
        for (Subject subject : subjects.written()) {
            Open open = bySubject.computeIfAbsent(subject, none -> new Open());
            for (ShadowCall other : open.writers) {
                call.meet(subject);
                other.meet(subject);
            }
            open.readers.forEach(ShadowCall::overlap);
            open.writers.add(call);
        }
    }

    private static void mark(ShadowCall call, Set<ShadowCall> others) {
        if (!others.isEmpty()) {
            call.overlap();
        }
    }

    void end(ShadowCall call) {
        someReaders.remove(call);
        someWriters.remove(call);
        allReaders.remove(call);
        allWriters.remove(call);
        call.subjects().read().forEach(subject -> remove(subject, call));
        call.subjects().written().forEach(subject -> remove(subject, call));
    }

    private void remove(Subject subject, ShadowCall call) {
        Open open = bySubject.get(subject);
        if (open != null) {
            open.readers.remove(call);
            open.writers.remove(call);
            if (open.readers.isEmpty() && open.writers.isEmpty()) {
                bySubject.remove(subject);
            }
        }
    }
}

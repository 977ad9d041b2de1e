package dev.berth.api.fuzz;

import dev.berth.events.fuzz.Fuzzing;
import java.util.Map;
import java.util.TreeMap;

/** What was found, each kind once, so that one fault does not hide the next. Any thread. */
final class Findings {
    private static final int KIND_LENGTH = 160;
    private static final int MAX = 50;

    private final Map<String, String> byKind = new TreeMap<>();

    synchronized void add(Fuzzing fuzzing, String kind, byte[] sent) {
        String digits = kind.substring(0, Math.min(kind.length(), KIND_LENGTH)).replaceAll("[0-9a-f-]{8,}|[0-9]+", "#");
        if (byKind.size() < MAX && !byKind.containsKey(digits)) {
            byKind.put(digits, "kept in " + fuzzing.keep(sent));
            System.out.println("found: " + kind);
        }
    }

    synchronized Map<String, String> all() {
        return new TreeMap<>(byKind);
    }
}

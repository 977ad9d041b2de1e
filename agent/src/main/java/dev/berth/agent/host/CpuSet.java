package dev.berth.agent.host;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * CPU ids in ascending order, read from and written as the kernel's list form, such as {@code 0-3,8}.
 * Immutable; equal when the ids are equal.
 */
public record CpuSet(List<Integer> ids) {
    public static final CpuSet EMPTY = new CpuSet(List.of());

    /** Far above any kernel's limit: a corrupt range must not fill the memory. */
    private static final int MAX_ID = 1 << 16;

    private static final int MASK_WORD_BITS = 32;

    public CpuSet {
        ids = List.copyOf(new TreeSet<>(ids));
    }

    public static CpuSet of(Collection<Integer> ids) {
        return new CpuSet(List.copyOf(ids));
    }

    /** Reads the kernel's list form; empty when the text is anything else. A blank text is the empty set. */
    public static Optional<CpuSet> parse(String text) {
        if (text.isBlank()) {
            return Optional.of(EMPTY);
        }
        List<Integer> ids = new ArrayList<>();
        for (String part : text.strip().split(",", -1)) {
            String[] ends = part.strip().split("-", -1);
            if (ends.length > 2 || !isId(ends[0]) || !isId(ends[ends.length - 1])) {
                return Optional.empty();
            }
            int last = Integer.parseInt(ends[ends.length - 1]);
            for (int id = Integer.parseInt(ends[0]); id <= last; id++) {
                ids.add(id);
            }
        }
        return Optional.of(new CpuSet(ids));
    }

    /**
     * Reads the kernel's mask form, words of eight hex digits with the highest ids first; empty when the text is
     * anything else. A blank text is the empty set.
     */
    public static Optional<CpuSet> parseMask(String text) {
        if (text.isBlank()) {
            return Optional.of(EMPTY);
        }
        String[] words = text.strip().split(",", -1);
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            int first = (words.length - 1 - i) * MASK_WORD_BITS;
            if (!words[i].matches("[0-9a-fA-F]{1,8}")) {
                return Optional.empty();
            }
            long word = Long.parseLong(words[i], 16);
            for (int bit = 0; bit < MASK_WORD_BITS; bit++) {
                if ((word >>> bit & 1) != 0) {
                    ids.add(first + bit);
                }
            }
        }
        return Optional.of(new CpuSet(ids)).filter(set -> set.isEmpty() || set.last() <= MAX_ID);
    }

    private static boolean isId(String text) {
        return text.matches("[0-9]{1,6}") && Integer.parseInt(text) <= MAX_ID;
    }

    public int size() {
        return ids.size();
    }

    public boolean isEmpty() {
        return ids.isEmpty();
    }

    public boolean contains(int id) {
        return Collections.binarySearch(ids, id) >= 0;
    }

    private int last() {
        return ids.get(ids.size() - 1);
    }

    /** The ids that are in both sets. */
    public CpuSet intersection(CpuSet other) {
        return new CpuSet(ids.stream().filter(other::contains).toList());
    }

    /** The ids of this set that are not in the other. */
    public CpuSet without(CpuSet other) {
        return new CpuSet(ids.stream().filter(id -> !other.contains(id)).toList());
    }

    /** The kernel's list form, the shortest one. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int first = 0, next; first < ids.size(); first = next) {
            next = first + 1;
            while (next < ids.size() && ids.get(next) == ids.get(next - 1) + 1) {
                next++;
            }
            text.append(first == 0 ? "" : ",").append(ids.get(first));
            if (next - first > 1) {
                text.append('-').append(ids.get(next - 1));
            }
        }
        return text.toString();
    }
}

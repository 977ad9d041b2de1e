package dev.berth.auditor;

import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.MalformedException;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** The ids of servers and migrations that exist, as they are read; asked and never walked. For one thread. */
final class LiveIds {
    /** How many one list may have; the largest regions have some hundred thousand. */
    static final int IDS_MAX = 2_000_000;

    private final Set<ConsumerId> ids = new HashSet<>();

    /** @throws LiveListException if it is no UUID, or there are too many */
    void add(String text, long line) {
        UUID id;
        try {
            id = UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw notAnId(text, line);
        }
        if (!id.toString().equalsIgnoreCase(text)) {
            throw notAnId(text, line);
        }
        ids.add(new ConsumerId(id));
        requireNotTooMany();
    }

    private static LiveListException notAnId(String text, long line) {
        return new LiveListException("line " + line + ": expected the UUID of a server or of a migration but got "
                + MalformedException.quoted(text));
    }

    void addAll(LiveIds others) {
        ids.addAll(others.ids);
        requireNotTooMany();
    }

    private void requireNotTooMany() {
        if (ids.size() > IDS_MAX) {
            throw new LiveListException("expected at most " + IDS_MAX + " ids");
        }
    }

    boolean has(ConsumerId id) {
        return ids.contains(id);
    }

    int count() {
        return ids.size();
    }
}

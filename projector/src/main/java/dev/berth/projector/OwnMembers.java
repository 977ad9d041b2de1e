package dev.berth.projector;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * By which ids the coordinator knows the members of this process. It gives each member that joins an id of its own, and
 * a place that is kept (static membership) goes to the next that joins under its name. But it shows the client id of
 * the one that had the place first, so a client id alone says nothing of who has it now. Any thread.
 */
final class OwnMembers {
    private final Map<String, String> clients = new ConcurrentHashMap<>();

    /** A consumer of this process is a member under that id. */
    void joined(String memberId, String clientId) {
        clients.put(memberId, clientId);
    }

    /**
     * The client id of the member that has that id.
     *
     * @param shown the client id that the coordinator shows for it
     */
    String client(String memberId, String shown) {
        return Optional.ofNullable(clients.get(memberId))
                .orElseGet(() -> clients.containsValue(shown) ? "another in the place of " + shown : shown);
    }
}

package dev.berth.events.model;

import java.util.Optional;

/**
 * What lets the agent of a host report. Without key and user it can do so by a client certificate alone. A host may be
 * enrolled before it has ever reported, and then there is no provider yet.
 *
 * @param host the root provider of the host
 * @param key the key that signs its reports
 * @param user the id of the user, of Keystone or of the file of tokens, who may report for it over HTTP
 */
public record Enrolment(ProviderId host, Optional<HostKey> key, Optional<String> user) {
    public Enrolment {
        user.ifPresent(id -> {
            if (id.isEmpty()) {
                throw new MalformedException("expected the id of a user but got an empty text");
            }
            Limits.requireText(Limits.OWNER_LENGTH_MAX, id, "the id of a user");
        });
    }
}

package dev.berth.api.policy;

import dev.berth.api.auth.Caller;
import java.util.Optional;

/**
 * What is asked about, as rules see it. In oslo.policy it is a dictionary, in which a value that is not known is
 * Python's None; compared as text, that is {@code None} on both sides.
 *
 * @param projectId the project; empty text if it is not known
 * @param userId the user; empty if the question has no user at all, and then nothing equals it
 */
public record Target(String projectId, Optional<String> userId) {
    /** What a question is about that names nothing else: the caller itself. */
    public static Target of(Caller caller) {
        return new Target(caller.project(), Optional.of(caller.user()));
    }

    /** What a question about a project is about, which may have forgotten to name it. */
    public static Target project(Optional<String> id) {
        return new Target(id.orElse(""), Optional.empty());
    }

    /** A value by its key; empty if there is none. */
    Optional<String> value(String key) {
        return switch (key) {
            case "project_id" -> Optional.of(Attribute.text(projectId));
            case "user_id" -> userId.map(Attribute::text);
            default -> Optional.empty();
        };
    }
}

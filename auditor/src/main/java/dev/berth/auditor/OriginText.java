package dev.berth.auditor;

import dev.berth.events.model.Origin;
import dev.berth.events.model.Printable;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Who sent a command, as the command's record says, for people and for programs. Every origin is marked as
 * self-declared: a record proves nothing of who wrote it, not even that it came by the HTTP API. Any thread.
 */
public final class OriginText {
    private static final Pattern PLAIN = Pattern.compile("[\\p{Alnum}._:@/+-]+");

    private OriginText() {}

    /**
     * Such as {@code by http user=u project=p request=req-… (self-declared)}. Anything but a plain word is quoted.
     */
    public static String of(Origin origin) {
        StringBuilder text = new StringBuilder("by ");
        text.append(origin.kind().map(OriginText::word).orElse("an unnamed door"));
        add(text, "user", origin.userId());
        add(text, "project", origin.projectId());
        if (!origin.roles().isEmpty()) {
            text.append(" roles=")
                    .append(origin.roles().stream().map(OriginText::word).collect(Collectors.joining(",")));
        }
        add(text, "request", origin.requestId());
        add(text, "global-request", origin.globalRequestId());
        add(text, "agent", origin.agentHost());
        add(text, "version", origin.agentVersion());
        return text.append(" (self-declared)").toString();
    }

    private static void add(StringBuilder text, String name, Optional<String> value) {
        value.ifPresent(said -> text.append(' ').append(name).append('=').append(word(said)));
    }

    /** Quoted unless it is plain, so that no text can look like more than one, or like a mark of ours. */
    private static String word(String said) {
        return PLAIN.matcher(said).matches()
                ? said
                : '"' + Printable.of(said.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
    }
}

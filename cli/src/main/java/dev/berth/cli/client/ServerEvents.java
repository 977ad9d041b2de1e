package dev.berth.cli.client;

import dev.berth.cli.output.BoundedLines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Server-sent events as they come, of at most {@link #LENGTH_MAX} characters each. Remembers the id from which to go
 * on. For one thread.
 */
public final class ServerEvents {
    private static final int LENGTH_MAX = 64 * 1024 * 1024;

    private final BoundedLines lines;
    private final Runnable whenHeard;
    private Optional<String> lastId;

    /** One event: its name and its data. */
    public record Event(String name, String data) {}

    /**
     * @param lastId behind which event it goes on
     * @param whenHeard run with each line, also where it is of no event
     */
    public ServerEvents(InputStream in, Optional<String> lastId, Runnable whenHeard) {
        this.lines = new BoundedLines(in, StandardCharsets.UTF_8, LENGTH_MAX);
        this.lastId = lastId;
        this.whenHeard = whenHeard;
    }

    /** The next event; empty once there will be none any more. What is cut off in the middle of an event is none. */
    public Optional<Event> next() throws IOException {
        String name = "message";
        String data = "";
        Optional<String> id = lastId;
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
            whenHeard.run();
            String text = line.get();
            if (text.length() > LENGTH_MAX) {
                throw new IOException("an event is longer than " + LENGTH_MAX + " characters");
            }
            if (text.startsWith("id: ")) {
                id = Optional.of(text.substring("id: ".length()));
            } else if (text.startsWith("event: ")) {
                name = text.substring("event: ".length());
            } else if (text.startsWith("data: ")) {
                data = text.substring("data: ".length());
            } else if (text.isEmpty()) {
                lastId = id;
                if (!data.isEmpty()) {
                    return Optional.of(new Event(name, data));
                }
            }
        }
        return Optional.empty();
    }

    /** The id of the last event, or of what was read without one; empty if there was none. */
    public Optional<String> lastId() {
        return lastId;
    }
}

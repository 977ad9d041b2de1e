package dev.berth.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.events.model.Printable;
import dev.berth.terminal.CannotRunException;
import java.util.List;

/**
 * A write of something that was read before, in the generation in which it was read. Where that is refused because it
 * is not the newest, all is read again: if what is to be changed is as it was, the write is tried in the new
 * generation, and else nothing is written and what others have made of it is told. Nothing that was not seen is
 * overwritten. For one thread.
 */
public final class GuardedWrite {
    /** How often others may come between before it is said. */
    private static final int TRIES = 5;

    private static final List<String> GENERATIONS =
            List.of("generation", "resource_provider_generation", "consumer_generation");

    /** What is written, as it is now. */
    public interface Reading {
        JsonNode read() throws InterruptedException;
    }

    /** Sends what is to be instead of what was read. */
    public interface Sending {
        ServiceAnswer send(JsonNode before) throws InterruptedException;
    }

    private final String what;
    private final PlacementOptions placement;

    /** @param what is written, for messages */
    public GuardedWrite(String what, PlacementOptions placement) {
        this.what = what;
        this.placement = placement;
    }

    /**
     * Reads, and writes until it is granted.
     *
     * @throws CannotRunException if it is refused, or somebody else has changed it in between
     */
    public ServiceAnswer write(Reading reading, Sending sending) throws InterruptedException {
        JsonNode before = reading.read();
        for (int attempt = 1; ; attempt++) {
            ServiceAnswer answer = sending.send(before);
            if (!PlacementRefusal.isOfGeneration(answer)) {
                return PlacementRefusal.granted(answer);
            }
            JsonNode now = reading.read();
            if (!withoutGenerations(before).equals(withoutGenerations(now))) {
                throw new CannotRunException(what + " was changed by somebody else meanwhile, so nothing was written; "
                        + "it was " + shown(before) + " and is " + shown(now)
                        + " now. Run it again if that is still what is meant");
            }
            if (attempt == TRIES) {
                throw new CannotRunException(what + " was written to by others " + TRIES
                        + " times meanwhile, so nothing was written: try again in a moment");
            }
            placement
                    .err()
                    .println(what + " has another generation than when it was read, and is the same otherwise:"
                            + " trying again.");
            placement.err().flush();
            before = now;
        }
    }

    private static String shown(JsonNode json) {
        return Printable.of(withoutGenerations(json));
    }

    /** What a read has told, but for generations, which rise with whatever is written to a provider. */
    private static JsonNode withoutGenerations(JsonNode json) {
        JsonNode copy = json.deepCopy();
        drop(copy);
        return copy;
    }

    private static void drop(JsonNode json) {
        if (json instanceof ObjectNode object) {
            object.remove(GENERATIONS);
        }
        json.forEach(GuardedWrite::drop);
    }
}

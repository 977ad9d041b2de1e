package dev.berth.ledger.chain;

import dev.berth.events.command.CommandKind;
import dev.berth.events.decision.Outcome;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;

/**
 * The head of a region's chain of decisions: a SHA-256 that covers every decision up to the newest, in the order in
 * which they were made. It begins with the log and the region, so chains of two logs are never the same. Immutable.
 *
 * <pre>
 * first head = SHA-256(version | "berth" | log | region)
 * next head  = SHA-256(version | head | region | position | hash of the record | id | kind | rules version | outcome)
 * </pre>
 *
 * <p>The bytes under it are canonical, see {@link CanonicalBytes}: they depend neither on Avro nor on how its schemas
 * grow.
 */
public record Chain(Sha256 head) {
    /** The version of the hashed bytes; another layout gets another version. */
    private static final byte VERSION = 1;

    private static final String ROOT = "berth";

    /** The chain of a region of which nothing has been decided yet. */
    public static Chain of(LogId log, Region region) {
        return new Chain(new CanonicalBytes()
                .put(VERSION)
                .put(ROOT)
                .put(log.text())
                .put(region.name())
                .sha256());
    }

    /**
     * The chain after one more decision.
     *
     * @param record what the bytes of the command's record hash to
     */
    public Chain with(
            Region region,
            Position position,
            Sha256 record,
            CommandId id,
            CommandKind kind,
            int rulesVersion,
            Outcome outcome) {
        CanonicalBytes bytes = new CanonicalBytes()
                .put(VERSION)
                .put(head)
                .put(region.name())
                .put(position.partition())
                .put(position.offset())
                .put(position.timestampMs())
                .put(record)
                .put(id.value())
                .put(kind.name())
                .put(rulesVersion);
        return new Chain(bytes.put(outcome).sha256());
    }
}

package dev.berth.events.codec;

import dev.berth.events.codec.Decoding.Unreadable;
import dev.berth.events.decision.Decision;
import java.util.List;

/** Decisions to and from the values of {@link #TOPIC}, in Confluent's wire format. Thread-safe. */
public final class DecisionCodec {
    /** The topic whose records this codec reads and writes. */
    public static final String TOPIC = "berth.decisions";

    static final Shape<Decision> SHAPE = Shape.of(Decision.class, "decision", "Decision");

    private final WireFormat<Decision> format;

    public DecisionCodec(SchemaRegistry registry) {
        format = new WireFormat<>(
                registry,
                TOPIC,
                List.of(SHAPE),
                (shape, avro, reason) -> new Unreadable<>("in a record " + shape.recordName() + ": " + reason));
    }

    /**
     * The bytes of a decision.
     *
     * @throws IllegalStateException if its schema is not registered; see {@link SchemaRegistry#registerSchemas}
     * @throws RegistryUnavailableException if the registry had to be asked and could not be
     */
    public byte[] encode(Decision decision) {
        return format.write(SHAPE, decision);
    }

    /**
     * The decision that the bytes are, or why they are none. A kind of event or rejection that this program does not
     * know makes a decision unreadable.
     *
     * @throws RegistryUnavailableException if the registry had to be asked about the schema and could not be
     */
    public Decoding<Decision> decode(byte[] bytes) {
        return format.read(bytes);
    }
}

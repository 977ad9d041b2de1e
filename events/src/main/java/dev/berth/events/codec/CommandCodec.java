package dev.berth.events.codec;

import dev.berth.events.command.Command;

/**
 * Commands to and from the values of {@link #TOPIC}, in Confluent's wire format, each kind of command under a subject of its own.
 * The bytes of a command depend on nothing but the command and its schema's id. Thread-safe.
 */
public final class CommandCodec {
    /** The topic whose records this codec reads and writes. */
    public static final String TOPIC = "berth.log";

    private final WireFormat<Command> format;

    public CommandCodec(SchemaRegistry registry) {
        format = new WireFormat<>(registry, TOPIC, CommandShapes.ALL);
    }

    /**
     * The bytes of a command.
     *
     * @throws IllegalStateException if its schema is not registered; see {@link SchemaRegistry#registerSchemas}
     * @throws RegistryUnavailableException if the registry had to be asked and could not be
     */
    public byte[] encode(Command command) {
        return format.write(CommandShapes.of(command.kind()), command);
    }

    /**
     * The command that the bytes are, or why they are none.
     *
     * @param bytes the value of a record; null, which is what Kafka gives for a record without one, is unreadable
     * @throws RegistryUnavailableException if the registry had to be asked about the schema and could not be
     */
    public Decoding<Command> decode(byte[] bytes) {
        return format.read(bytes);
    }
}

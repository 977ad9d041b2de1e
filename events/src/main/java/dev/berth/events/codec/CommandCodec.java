package dev.berth.events.codec;

import com.google.common.base.CaseFormat;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.berth.events.codec.Decoding.Malformed;
import dev.berth.events.command.Command;
import dev.berth.events.command.CommandKind;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.Sent;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Sha256;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;

/**
 * Commands to and from the values of {@link #TOPIC}, in Confluent's wire format, each kind of command under a subject
 * of its own. The bytes of a command depend on nothing but the command and its schema's id. Thread-safe.
 */
public final class CommandCodec {
    /** The topic whose records this codec reads and writes. */
    public static final String TOPIC = "berth.log";

    private static final String ID = "commandId";

    static final ImmutableMap<CommandKind, Shape<Sent>> SHAPES =
            Maps.toMap(Arrays.asList(CommandKind.values()), CommandCodec::shape);

    private static final ImmutableMap<Shape<Sent>, CommandKind> KINDS =
            SHAPES.entrySet().stream().collect(ImmutableMap.toImmutableMap(Map.Entry::getValue, Map.Entry::getKey));

    private final WireFormat<Sent> format;

    public CommandCodec(SchemaRegistry registry) {
        format = new WireFormat<>(registry, TOPIC, SHAPES.values(), CommandCodec::malformed);
    }

    /** The bytes of a command without an origin; otherwise like {@link #encode(Sent)}. */
    public byte[] encode(Command command) {
        return encode(Sent.of(command));
    }

    /**
     * The bytes of a command with its origin.
     *
     * @throws IllegalStateException if its schema is not registered; see {@link SchemaRegistry#registerSchemas}
     * @throws RegistryUnavailableException if the registry had to be asked and could not be
     */
    public byte[] encode(Sent sent) {
        return format.write(SHAPES.get(sent.command().kind()), sent);
    }

    /** Whether {@link #decode(byte[])} has no question to the registry, because it knows the schema or needs none. */
    public boolean isReadAlone(byte[] bytes) {
        return format.isReadAlone(bytes);
    }

    /** The command alone that the bytes are, or why they are none; otherwise as {@link #decodeSent}. */
    public Decoding<Command> decode(byte[] bytes) {
        return decodeSent(bytes).map(Sent::command);
    }

    /**
     * The decoded command and its origin, or why the bytes are no command.
     *
     * @param bytes the value of a record; null, which is what Kafka gives for a record without one, is unreadable
     * @throws RegistryUnavailableException if the registry had to be asked about the schema and could not be
     */
    public Decoding<Sent> decodeSent(byte[] bytes) {
        return format.read(bytes);
    }

    /** The same as the entry of a region's log that it is. */
    public LogEntry decode(Position position, byte[] bytes) {
        Sha256 hash = bytes == null ? Sha256.NONE : Sha256.of(bytes);
        Decoding<Sent> decoding = decodeSent(bytes);
        if (decoding instanceof Decoding.Decoded<Sent> decoded) {
            return new LogEntry.Readable(position, decoded.value(), hash);
        }
        return decoding instanceof Malformed<Sent> malformed
                ? new LogEntry.Malformed(position, malformed.commandId(), malformed.kind(), malformed.reason(), hash)
                : new LogEntry.Unreadable(position, decoding.problem().orElseThrow(), hash);
    }

    private static Shape<Sent> shape(CommandKind kind) {
        String name = CaseFormat.UPPER_UNDERSCORE.to(CaseFormat.UPPER_CAMEL, kind.name());
        Class<?> type = Arrays.stream(Command.class.getPermittedSubclasses())
                .filter(command -> command.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("expected a command " + name + " of kind " + kind));
        Shape<Sent> shape = Shape.ofSent(type);
        if (!shape.schema().getFields().get(0).name().equals(ID)) {
            throw new IllegalStateException("expected " + ID + " as the first field of " + shape.recordName());
        }
        return shape;
    }

    private static Decoding<Sent> malformed(Shape<Sent> shape, byte[] avro, String reason) {
        return new Malformed<>(id(avro), KINDS.get(shape), reason);
    }

    /** The id at the beginning of a command, or one that follows from the text that stands there. */
    private static CommandId id(byte[] avro) {
        try {
            UUID id = new BinaryInput(avro, WireFormat.HEADER_LENGTH).readUuid();
            return new CommandId(
                    id == null ? UuidText.derivedFrom(new BinaryInput(avro, WireFormat.HEADER_LENGTH).readText()) : id);
        } catch (NotAvroException e) {
            throw new IllegalStateException("expected an id that could be read once to be readable again", e);
        }
    }
}

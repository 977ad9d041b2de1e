package dev.berth.events.codec;

import com.google.common.collect.ImmutableMap;
import dev.berth.events.codec.Decoding.Unreadable;
import dev.berth.events.host.HostRow;

/** Rows to and from the values of {@link #TOPIC}, in Confluent's wire format. Thread-safe. */
public final class HostRowCodec {
    /** The topic whose records this codec reads and writes. */
    public static final String TOPIC = "berth.hosts";

    private static final String PART = "host";

    static final ImmutableMap<HostRow.Kind, Shape<HostRow>> SHAPES = ImmutableMap.of(
            HostRow.Kind.REPORT, shape(HostRow.Report.class, "ReportDecided"),
            HostRow.Kind.VOUCHED, shape(HostRow.Vouched.class, "HostVouched"),
            HostRow.Kind.HEARD, shape(HostRow.Heard.class, "HostHeard"));

    private final WireFormat<HostRow> format;

    public HostRowCodec(SchemaRegistry registry) {
        format = new WireFormat<>(
                registry,
                TOPIC,
                SHAPES.values(),
                (shape, avro, reason) -> new Unreadable<>("in a record " + shape.recordName() + ": " + reason));
    }

    @SuppressWarnings("unchecked")
    private static Shape<HostRow> shape(Class<? extends HostRow> type, String name) {
        return (Shape<HostRow>) (Shape<?>) Shape.of(type, PART, name);
    }

    /**
     * The bytes of a row.
     *
     * @throws IllegalStateException if its schema is not registered; see {@link SchemaRegistry#registerSchemas}
     * @throws RegistryUnavailableException if the registry had to be asked and could not be
     */
    public byte[] encode(HostRow row) {
        return format.write(SHAPES.get(row.kind()), row);
    }

    /**
     * The row that the bytes are, or why they are none.
     *
     * @throws RegistryUnavailableException if the registry had to be asked about the schema and could not be
     */
    public Decoding<HostRow> decode(byte[] bytes) {
        return format.read(bytes);
    }
}

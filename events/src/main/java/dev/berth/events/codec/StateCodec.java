package dev.berth.events.codec;

import dev.berth.events.model.Consumer;
import dev.berth.events.model.HostDevice;
import dev.berth.events.model.HostPools;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.Provider;
import dev.berth.events.model.Usage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * Values to and from the bytes that the state stores keep: one byte with the version of the format, then plain Avro. No registry
 * is asked, because stores belong to one program and can be rebuilt from the log. Equal values have equal bytes. Thread-safe.
 *
 * @param <M> the type of the model
 */
public final class StateCodec<M> {
    public static final StateCodec<Provider> PROVIDER = new StateCodec<>(States.PROVIDER);
    public static final StateCodec<Consumer> CONSUMER = new StateCodec<>(States.CONSUMER);
    public static final StateCodec<HostReport> HOST_REPORT = new StateCodec<>(States.HOST_REPORT);
    public static final StateCodec<Usage> USAGE = new StateCodec<>(States.USAGE);
    public static final StateCodec<PciFlavor> FLAVOR = new StateCodec<>(FlavorValues.FLAVOR);
    public static final StateCodec<HostDevice> HOST_DEVICE = new StateCodec<>(States.HOST_DEVICE);
    public static final StateCodec<HostPools> HOST_POOLS = new StateCodec<>(States.HOST_POOLS);

    private static final byte FORMAT_VERSION = 3;

    private final Shape<M, ?> shape;
    private final ThreadLocal<Scratch> scratch;

    private StateCodec(Shape<M, ?> shape) {
        this.shape = shape;
        this.scratch = ThreadLocal.withInitial(() -> new Scratch(shape));
    }

    public byte[] encode(M value) {
        return scratch.get().write(shape.write(value));
    }

    /**
     * The value that the bytes are.
     *
     * @throws IllegalStateException if the bytes were not written by {@link #encode}
     */
    public M decode(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != FORMAT_VERSION) {
            throw new IllegalStateException("expected " + shape.recordName() + " in format " + FORMAT_VERSION
                    + " but got " + (bytes.length == 0 ? "no bytes" : "format " + bytes[0]));
        }
        try {
            return shape.read(scratch.get().read(bytes));
        } catch (IOException | AvroRuntimeException | IllegalArgumentException e) {
            throw new IllegalStateException("expected " + shape.recordName() + " but its bytes are not one", e);
        }
    }

    /** What one thread uses again for each value. */
    private static final class Scratch {
        private final SpecificDatumWriter<Object> writer;
        private final SpecificDatumReader<Object> reader;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        // Null until the first read; Avro makes it then.
        private BinaryDecoder decoder;

        Scratch(Shape<?, ?> shape) {
            writer = new SpecificDatumWriter<>(shape.schema());
            reader = new SpecificDatumReader<>(shape.schema());
        }

        byte[] write(Object avroRecord) {
            out.reset();
            out.write(FORMAT_VERSION);
            try {
                writer.write(avroRecord, encoder);
            } catch (IOException e) {
                throw new IllegalStateException("expected that a buffer in memory takes bytes", e);
            }
            return out.toByteArray();
        }

        Object read(byte[] bytes) throws IOException {
            decoder = DecoderFactory.get().binaryDecoder(bytes, 1, bytes.length - 1, decoder);
            return reader.read(null, decoder);
        }
    }
}

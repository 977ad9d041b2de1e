package dev.berth.events.codec;

import dev.berth.events.model.Consumer;
import dev.berth.events.model.Enrolment;
import dev.berth.events.model.HostDevice;
import dev.berth.events.model.HostPools;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.Provider;
import dev.berth.events.model.Usage;

/**
 * Values to and from the bytes that the state stores keep: one byte with the version of the format, then plain Avro. No
 * registry is asked, because stores belong to one program and can be rebuilt from the log. Equal values have equal
 * bytes. Thread-safe.
 *
 * @param <M> the type of the model
 */
public final class StateCodec<M> {
    public static final StateCodec<Provider> PROVIDER = new StateCodec<>(Provider.class, "state", "Provider");
    public static final StateCodec<Consumer> CONSUMER = new StateCodec<>(Consumer.class, "state", "Consumer");
    public static final StateCodec<HostReport> HOST_REPORT = new StateCodec<>(HostReport.class, "state", "HostReport");
    public static final StateCodec<Enrolment> ENROLMENT = new StateCodec<>(Enrolment.class, "state", "Enrolment");
    public static final StateCodec<Usage> USAGE = new StateCodec<>(Usage.class, "state", "Usage");
    public static final StateCodec<PciFlavor> FLAVOR = new StateCodec<>(PciFlavor.class, "common", "Flavor");
    public static final StateCodec<HostDevice> HOST_DEVICE = new StateCodec<>(HostDevice.class, "state", "HostDevice");
    public static final StateCodec<HostPools> HOST_POOLS = new StateCodec<>(HostPools.class, "state", "HostPools");

    private static final byte FORMAT_VERSION = 4;

    private final Shape<M> shape;
    private final ThreadLocal<BinaryOutput> outputs = ThreadLocal.withInitial(BinaryOutput::new);

    private StateCodec(Class<M> type, String part, String name) {
        this.shape = Shape.of(type, part, name);
    }

    public byte[] encode(M value) {
        BinaryOutput out = outputs.get().begin();
        out.writeByte(FORMAT_VERSION);
        shape.mapping().write(value, out);
        return out.toByteArray();
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
        BinaryInput in = new BinaryInput(bytes, 1);
        try {
            M value = shape.mapping().read(in);
            if (!in.isRefused()) {
                return value;
            }
        } catch (NotAvroException e) {
            throw new IllegalStateException("expected " + shape.recordName() + " but its bytes are not one", e);
        }
        throw new IllegalStateException("expected " + shape.recordName() + " but got one with " + in.refusal());
    }

    Shape<M> shape() {
        return shape;
    }
}

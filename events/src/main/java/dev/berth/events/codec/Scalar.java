package dev.berth.events.codec;

import com.google.common.collect.ImmutableMap;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Sha256;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.apache.avro.Schema;

/** The values that are one value of Avro's: numbers, texts and what is said as a text. */
record Scalar<T>(Schema.Type type, BiConsumer<BinaryOutput, T> writer, Reader<T> reader) implements Mapping<T> {
    private static final Scalar<Integer> INT =
            new Scalar<>(Schema.Type.INT, BinaryOutput::writeInt, BinaryInput::readInt);
    private static final Scalar<Long> LONG =
            new Scalar<>(Schema.Type.LONG, BinaryOutput::writeLong, BinaryInput::readLong);
    private static final Scalar<Double> DOUBLE =
            new Scalar<>(Schema.Type.DOUBLE, BinaryOutput::writeDouble, BinaryInput::readDouble);
    private static final Scalar<Boolean> BOOLEAN =
            new Scalar<>(Schema.Type.BOOLEAN, (out, value) -> out.writeByte(value ? 1 : 0), BinaryInput::readBoolean);
    private static final Scalar<String> TEXT =
            new Scalar<>(Schema.Type.STRING, BinaryOutput::writeText, BinaryInput::readText);
    private static final Scalar<UUID> UUID_TEXT =
            new Scalar<>(Schema.Type.STRING, BinaryOutput::writeUuid, BinaryInput::readUuid);
    private static final Scalar<ProviderId> PROVIDER_ID =
            new Scalar<>(Schema.Type.STRING, (out, id) -> out.writeUuid(id.value()), Scalar::readProvider);
    private static final Scalar<PciAddress> PCI_ADDRESS =
            new Scalar<>(Schema.Type.STRING, (out, address) -> out.writeText(address.toString()), Scalar::readAddress);

    private static final Scalar<Sha256> SHA256 = new Scalar<>(Schema.Type.BYTES, Scalar::writeHash, Scalar::readHash);

    private static final ImmutableMap<Class<?>, Scalar<?>> BY_CLASS = ImmutableMap.<Class<?>, Scalar<?>>builder()
            .put(int.class, INT)
            .put(Integer.class, INT)
            .put(long.class, LONG)
            .put(Long.class, LONG)
            .put(double.class, DOUBLE)
            .put(boolean.class, BOOLEAN)
            .put(String.class, TEXT)
            .put(UUID.class, UUID_TEXT)
            .put(ProviderId.class, PROVIDER_ID)
            .put(PciAddress.class, PCI_ADDRESS)
            .put(Sha256.class, SHA256)
            .buildOrThrow();

    /** Reads one value. */
    @FunctionalInterface
    interface Reader<T> {
        T read(BinaryInput in) throws NotAvroException;
    }

    static Optional<Scalar<?>> of(Class<?> type) {
        return Optional.ofNullable(BY_CLASS.get(type));
    }

    @Override
    public void write(T value, BinaryOutput out) {
        writer.accept(out, value);
    }

    @Override
    public T read(BinaryInput in) throws NotAvroException {
        return reader.read(in);
    }

    private static ProviderId readProvider(BinaryInput in) throws NotAvroException {
        UUID value = in.readUuid();
        return value == null ? null : RecentProviders.of(value);
    }

    private static void writeHash(BinaryOutput out, Sha256 hash) {
        out.writeBytes(hash.equals(Sha256.NONE) ? new byte[0] : hash.bytes());
    }

    private static Sha256 readHash(BinaryInput in) throws NotAvroException {
        byte[] bytes = in.readBytes();
        if (bytes.length != 0 && bytes.length != Sha256.LENGTH) {
            in.refuse("expected a hash of " + Sha256.LENGTH + " bytes but got " + bytes.length);
            return Sha256.NONE;
        }
        return bytes.length == 0 ? Sha256.NONE : Sha256.ofBytes(bytes);
    }

    private static PciAddress readAddress(BinaryInput in) throws NotAvroException {
        String text = in.readText();
        Optional<PciAddress> address = PciAddress.parse(text);
        if (address.isEmpty()) {
            in.refuse("expected a PCI address dddd:bb:ss.f but got " + MalformedException.quoted(text));
        }
        return address.orElse(null);
    }
}

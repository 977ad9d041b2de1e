package dev.berth.auditor.proof;

import dev.berth.events.codec.StateCodec;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.Drain;
import dev.berth.events.model.Enrolment;
import dev.berth.events.model.HostDevice;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.Position;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.TrackedDevice;
import dev.berth.events.model.Trait;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.digest.ReplyBytes;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.state.RecentCommands;
import dev.berth.ledger.state.RegionView;
import io.vavr.Tuple2;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;

/**
 * The facts of a region as rows of a checkpoint, in their order, so that equal states have equal bytes. What follows
 * from facts, usage and pools, is not among them. Stateless.
 */
final class StateRows {
    private static final byte[] NOTHING = {};
    private static final int POSITION_BYTES = Integer.BYTES + 2 * Long.BYTES;

    private StateRows() {}

    /** @param held the bytes of the records that the fold holds, by position */
    static void write(RegionFold fold, SortedMap<Position, byte[]> held, FrameSink sink) throws IOException {
        RegionView view = fold.view();
        for (Provider provider : view.providers().all()) {
            sink.put(FrameKind.PROVIDER, StateCodec.PROVIDER.encode(provider));
        }
        for (Consumer consumer : view.consumers().all()) {
            sink.put(FrameKind.CONSUMER, StateCodec.CONSUMER.encode(consumer));
        }
        for (HostReport report : view.hosts().all()) {
            sink.put(FrameKind.HOST, StateCodec.HOST_REPORT.encode(report));
        }
        for (Enrolment enrolment : view.enrolments().all()) {
            sink.put(FrameKind.ENROLMENT, StateCodec.ENROLMENT.encode(enrolment));
        }
        for (Tuple2<ProviderId, Long> sequence : view.sequences()) {
            sink.put(FrameKind.SEQUENCE, sequence(sequence._1(), sequence._2()));
        }
        for (Drain drain : view.drains().values()) {
            sink.put(FrameKind.DRAIN, StateCodec.DRAIN.encode(drain));
        }
        for (Tuple2<ProviderId, DeviceTable> host : view.devices().all()) {
            for (TrackedDevice device : host._2().devices()) {
                sink.put(FrameKind.DEVICE, StateCodec.HOST_DEVICE.encode(new HostDevice(host._1(), device)));
            }
        }
        for (Tuple2<ResourceClass, Long> made : view.catalogue().customClasses()) {
            sink.put(FrameKind.CLASS, named(made._1().name(), made._2()));
        }
        for (Tuple2<Trait, Long> made : view.catalogue().customTraits()) {
            sink.put(FrameKind.TRAIT, named(made._1().name(), made._2()));
        }
        for (PciFlavor flavor : view.flavors().values()) {
            sink.put(FrameKind.FLAVOR, StateCodec.FLAVOR.encode(flavor));
        }
        for (RecentCommands.Entry recent : view.recent().entries()) {
            sink.put(FrameKind.RECENT, recent(recent));
        }
        if (fold.stop().isPresent()) {
            sink.put(FrameKind.STOP, stop(fold.stop().get()));
        }
        for (Map.Entry<Position, byte[]> record : held.entrySet()) {
            sink.put(FrameKind.HELD, held(record.getKey(), record.getValue()));
        }
    }

    private static byte[] sequence(ProviderId host, long last) {
        return ByteBuffer.allocate(3 * Long.BYTES)
                .putLong(host.value().getMostSignificantBits())
                .putLong(host.value().getLeastSignificantBits())
                .putLong(last)
                .array();
    }

    /** When a name was made, and the name. */
    private static byte[] named(String name, long createdAtMs) {
        byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(Long.BYTES + ascii.length)
                .putLong(createdAtMs)
                .put(ascii)
                .array();
    }

    private static byte[] recent(RecentCommands.Entry entry) {
        UUID id = entry.commandId().value();
        byte[] answered = entry.answered().map(ReplyBytes::of).orElse(NOTHING);
        ByteBuffer buffer = ByteBuffer.allocate(3 * Long.BYTES + POSITION_BYTES + answered.length)
                .putLong(entry.number())
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        return put(buffer, entry.position()).put(answered).array();
    }

    private static byte[] stop(RegionStop stop) {
        byte[] reason = stop.reason().getBytes(StandardCharsets.UTF_8);
        return put(ByteBuffer.allocate(POSITION_BYTES + reason.length), stop.position())
                .put(reason)
                .array();
    }

    private static byte[] held(Position position, byte[] raw) {
        byte[] rest = raw == null ? NOTHING : raw;
        return put(ByteBuffer.allocate(POSITION_BYTES + 1 + rest.length), position)
                .put((byte) (raw == null ? 0 : 1))
                .put(rest)
                .array();
    }

    static ByteBuffer put(ByteBuffer buffer, Position position) {
        return buffer.putInt(position.partition()).putLong(position.offset()).putLong(position.timestampMs());
    }

    static Position position(ByteBuffer buffer) {
        return new Position(buffer.getInt(), buffer.getLong(), buffer.getLong());
    }
}

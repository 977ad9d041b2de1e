package dev.berth.auditor.proof;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.StateCodec;
import dev.berth.events.command.LogEntry;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.HostDevice;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Sha256;
import dev.berth.events.model.TrackedDevice;
import dev.berth.events.model.Trait;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.chain.Chain;
import dev.berth.ledger.digest.ReplyBytes;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.state.RecentCommands;
import dev.berth.ledger.state.RegionEdit;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.RulesVersion;
import io.vavr.collection.Queue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** A region as it is read from a checkpoint, part by part, and the fold that it comes to. For one thread. */
final class ReadRegion {
    private final Region region;
    private final Position position;
    private final RulesVersion rules;
    private final Chain chain;
    private final RegionEdit edit;
    private final List<Consumer> consumers = new ArrayList<>();
    private final Map<ProviderId, Map<ResourceClass, Long>> usage = new TreeMap<>();
    private final Map<ProviderId, List<TrackedDevice>> devices = new TreeMap<>();
    private final List<RecentCommands.Entry> recent = new ArrayList<>();
    private final SortedMap<Position, byte[]> held = new TreeMap<>();
    private Optional<Stop> stop = Optional.empty();

    private record Stop(Position position, String reason) {}

    /** @param begin the value of {@link FrameKind#REGION} */
    ReadRegion(byte[] begin) {
        ByteBuffer in = ByteBuffer.wrap(begin);
        position = StateRows.position(in);
        rules = new RulesVersion(in.getInt());
        chain = new Chain(Sha256.ofBytes(bytes(in, Sha256.LENGTH)));
        region = new Region(StandardCharsets.US_ASCII.decode(in).toString());
        edit = new RegionEdit(RegionView.empty(region));
    }

    static byte[] begin(RegionView view) {
        byte[] name = view.region().name().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer out = ByteBuffer.allocate(2 * Integer.BYTES + 2 * Long.BYTES + Sha256.LENGTH + name.length);
        return StateRows.put(out, view.position())
                .putInt(view.rulesVersion().number())
                .put(view.chain().head().bytes())
                .put(name)
                .array();
    }

    Region region() {
        return region;
    }

    /** The bytes of the records that the fold holds, by position. */
    SortedMap<Position, byte[]> held() {
        return held;
    }

    /** @throws RuntimeException if the value is none of the kind */
    void add(FrameKind frame, byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        switch (frame) {
            case PROVIDER -> edit.put(StateCodec.PROVIDER.decode(value));
            case CONSUMER -> add(StateCodec.CONSUMER.decode(value));
            case HOST -> edit.put(StateCodec.HOST_REPORT.decode(value));
            case ENROLMENT -> edit.put(StateCodec.ENROLMENT.decode(value));
            case SEQUENCE -> edit.sequence(new ProviderId(id(in)), in.getLong());
            case DRAIN -> edit.put(StateCodec.DRAIN.decode(value));
            case DEVICE -> {
                HostDevice device = StateCodec.HOST_DEVICE.decode(value);
                devices.computeIfAbsent(device.host(), none -> new ArrayList<>())
                        .add(device.device());
            }
            case CLASS -> {
                long createdAtMs = in.getLong();
                edit.put(ResourceClass.of(name(in)), createdAtMs);
            }
            case TRAIT -> {
                long createdAtMs = in.getLong();
                edit.put(Trait.of(name(in)), createdAtMs);
            }
            case FLAVOR -> edit.put(StateCodec.FLAVOR.decode(value));
            case RECENT -> recent.add(recent(in));
            case STOP ->
                stop = Optional.of(new Stop(
                        StateRows.position(in),
                        StandardCharsets.UTF_8.decode(in).toString()));
            case HELD -> {
                Position at = StateRows.position(in);
                held.put(at, in.get() == 0 ? null : bytes(in, in.remaining()));
            }
            case LOG, PARTITION, REGION, REGION_END, PARTITION_END, END ->
                throw new IllegalArgumentException("region " + region + " does not end before " + frame);
        }
    }

    private void add(Consumer consumer) {
        consumers.add(consumer);
        consumer.allocations().forEach((provider, amounts) -> {
            Map<ResourceClass, Long> used = usage.computeIfAbsent(provider, none -> new TreeMap<>());
            amounts.forEach((resourceClass, amount) -> used.merge(resourceClass, amount, Long::sum));
        });
    }

    private static RecentCommands.Entry recent(ByteBuffer in) {
        long number = in.getLong();
        CommandId id = new CommandId(id(in));
        Position at = StateRows.position(in);
        byte[] answered = bytes(in, in.remaining());
        return new RecentCommands.Entry(
                number, id, at, answered.length == 0 ? Optional.empty() : Optional.of(ReplyBytes.read(at, answered)));
    }

    /**
     * The fold, once all parts were added.
     *
     * @param digest what its state must come to
     * @param commands decodes what is held
     * @throws IllegalArgumentException if it comes to something else
     */
    RegionFold fold(String digest, CommandCodec commands) {
        Map<ProviderId, ImmutableSortedMap<ResourceClass, Long>> used = new TreeMap<>();
        usage.forEach((provider, amounts) -> used.put(provider, ImmutableSortedMap.copyOf(amounts)));
        edit.consumers(consumers, used);
        devices.forEach((host, tracked) -> edit.devices(host, DeviceTable.of(tracked)));
        edit.rules(rules);
        RegionView view = edit.leftAt(position, recent, chain).view();
        if (!StateDigest.of(view).whole().equals(digest)) {
            throw new IllegalArgumentException("region " + region + " comes to another digest than is written in it");
        }
        return fold(view, commands);
    }

    private RegionFold fold(RegionView view, CommandCodec commands) {
        Queue<LogEntry> waiting = Queue.empty();
        Optional<RegionStop> stopped = Optional.empty();
        for (Map.Entry<Position, byte[]> record : held.entrySet()) {
            LogEntry entry = commands.decode(record.getKey(), record.getValue());
            if (stop.isPresent() && stop.get().position().equals(record.getKey())) {
                stopped = Optional.of(new RegionStop(entry, stop.get().reason()));
            } else {
                waiting = waiting.enqueue(entry);
            }
        }
        if (stop.isPresent() != stopped.isPresent()) {
            throw new IllegalArgumentException("the record is missing at which region " + region + " has stopped");
        }
        return RegionFold.of(view, stopped, waiting);
    }

    private static UUID id(ByteBuffer in) {
        return new UUID(in.getLong(), in.getLong());
    }

    private static String name(ByteBuffer in) {
        return StandardCharsets.US_ASCII.decode(in).toString();
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}

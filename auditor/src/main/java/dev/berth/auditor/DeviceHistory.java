package dev.berth.auditor;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.RegistryUnavailableException;
import dev.berth.events.command.LogEntry;
import dev.berth.events.decision.Decision;
import dev.berth.events.event.Event;
import dev.berth.events.log.KafkaUnreachableException;
import dev.berth.events.log.LogProgress;
import dev.berth.events.log.LogReader;
import dev.berth.events.log.LogRecord;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.Origin;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RegionView;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * All that ever happened to the PCI devices at one address, read from the log and folded again; the service is not
 * asked. For one thread.
 */
public final class DeviceHistory {
    private final Region region;
    private final PciAddress address;
    private final Optional<ProviderId> host;
    private final Consumer<DeviceChange> changes;
    private final RegionFolds refold;

    /**
     * Who sent what was read and is not decided yet: the newest record, and while the region stands those behind it.
     */
    private final TreeMap<Position, Origin> origins = new TreeMap<>();

    private RegionView view;

    private DeviceHistory(
            RegionFolds refold,
            Region region,
            PciAddress address,
            Optional<ProviderId> host,
            Consumer<DeviceChange> changes) {
        this.refold = refold;
        this.region = region;
        this.address = address;
        this.host = host;
        this.changes = changes;
        this.view = RegionView.empty(region);
    }

    /**
     * Reads the region's log from its beginning to where it ends now.
     *
     * @param host the host whose device is meant; empty for those of all hosts
     * @param changes told each change, in the order of the log
     * @throws AuditFailedException if Kafka or the registry does not answer, so that nothing can be said
     */
    public static void read(
            AuditTarget target,
            Region region,
            PciAddress address,
            Optional<ProviderId> host,
            Consumer<DeviceChange> changes) {
        try (LogReader log = open(target, region)) {
            RegionFolds refold = new RegionFolds(new CommandCodec(target.registry()), TopicAdmin.logId(target.kafka()));
            DeviceHistory history = new DeviceHistory(refold, region, address, host, changes);
            for (Optional<LogRecord> next = log.next(); next.isPresent(); next = log.next()) {
                if (next.get().region().equals(Optional.of(region))) {
                    history.take(refold.entry(next.get()));
                }
            }
        } catch (KafkaUnreachableException | RegistryUnavailableException e) {
            throw new AuditFailedException(e.getMessage(), e);
        }
    }

    /** Only the partition that holds the region. */
    private static LogReader open(AuditTarget target, Region region) {
        List<LogProgress.Partition> all;
        try (LogReader reader = LogReader.open(target.kafka(), Topics.LOG.topic())) {
            all = reader.progress().partitions();
        }
        LogProgress.Partition partition = all.get(Partitions.of(region, all.size()));
        return LogReader.open(
                target.kafka(), Topics.LOG.topic(), ImmutableSortedMap.of(partition.partition(), partition.begin()));
    }

    private void take(LogEntry entry) {
        if (entry instanceof LogEntry.Readable readable) {
            readable.sent().origin().ifPresent(origin -> origins.put(entry.position(), origin));
        }
        RegionFold.Taken taken = refold.take(region, entry);
        taken.decisions().forEach(decision -> tell(decision, taken.touched().devices()));
        if (refold.fold(region).stop().isEmpty()) {
            origins.clear();
        }
    }

    /**
     * @param touched the hosts whose devices may have changed; to look at every host for each command would take too
     *     long
     */
    private void tell(Decision decision, Set<ProviderId> touched) {
        TreeMap<ProviderId, TrackedDevice> before = devices(touched);
        for (Event event : decision.outcome().events()) {
            view = Ledger.evolve(view, decision.position(), event);
        }
        TreeMap<ProviderId, TrackedDevice> after = devices(touched);
        before.forEach((at, device) -> tell(decision, at, Optional.of(device), Optional.ofNullable(after.get(at))));
        after.forEach((at, device) -> {
            if (!before.containsKey(at)) {
                tell(decision, at, Optional.empty(), Optional.of(device));
            }
        });
    }

    private void tell(Decision decision, ProviderId at, Optional<TrackedDevice> before, Optional<TrackedDevice> after) {
        if (!before.equals(after)) {
            changes.accept(new DeviceChange(
                    decision.position(),
                    decision.commandKind(),
                    decision.commandId(),
                    Optional.ofNullable(origins.get(decision.position())),
                    at,
                    before,
                    after));
        }
    }

    /** The device at the address on each of the hosts that has one there and is meant. */
    private TreeMap<ProviderId, TrackedDevice> devices(Set<ProviderId> hosts) {
        TreeMap<ProviderId, TrackedDevice> devices = new TreeMap<>();
        for (ProviderId each : hosts) {
            if (host.isEmpty() || host.get().equals(each)) {
                view.devices().of(each).get(address).ifPresent(device -> devices.put(each, device));
            }
        }
        return devices;
    }
}

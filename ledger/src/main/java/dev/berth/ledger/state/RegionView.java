package dev.berth.ledger.state;

import dev.berth.events.model.Drain;
import dev.berth.events.model.LogId;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.ledger.chain.Chain;
import dev.berth.ledger.forest.Forest;
import io.vavr.collection.TreeMap;

/**
 * Everything that is so in one region at one position of its log: the state as a value. Decisions, queries and digests
 * all read it; a {@link RegionEdit} makes the next one from it. Immutable, so any thread may read it without a lock for
 * as long as it likes; almost all of it is shared between one view and the next.
 *
 * @param position the last command that is in it
 * @param rulesVersion the version of the rules that decides the next command
 * @param projects the consumers of each project, for queries; derived from consumers
 * @param forest the providers' trees and what is free in them, for searches; derived from providers and consumers
 * @param hosts what the agent of each host last vouched for
 * @param enrolments the hosts whose agents may report
 * @param sequences the number of each host's last report that had one
 * @param drains the hosts that new consumers are kept off
 * @param devices the PCI devices of each host
 * @param flavors PCI flavors by name
 * @param chain the head of the chain of all decisions so far
 */
public record RegionView(
        Region region,
        Position position,
        RulesVersion rulesVersion,
        Catalogue catalogue,
        ProviderTable providers,
        ConsumerTable consumers,
        ProjectIndex projects,
        Forest forest,
        HostTable hosts,
        EnrolmentTable enrolments,
        TreeMap<ProviderId, Long> sequences,
        TreeMap<ProviderId, Drain> drains,
        DeviceTables devices,
        TreeMap<String, PciFlavor> flavors,
        RecentCommands recent,
        Chain chain)
        implements RegionTables {
    @Override
    public RegionEdit edit() {
        return new RegionEdit(this);
    }

    /** This region as searches see it with other free amounts, for questions about what could be. */
    public RegionView withForest(Forest imagined) {
        return new RegionView(
                region,
                position,
                rulesVersion,
                catalogue,
                providers,
                consumers,
                projects,
                imagined,
                hosts,
                enrolments,
                sequences,
                drains,
                devices,
                flavors,
                recent,
                chain);
    }

    /**
     * Where one more record would be, right behind the last one that is in this; in partition 0 if there is none.
     *
     * @param nowMs when it would be appended, milliseconds since the epoch; not before the last one, as in a log
     */
    public Position nextPosition(long nowMs) {
        return new Position(
                Math.max(0, position.partition()), position.offset() + 1, Math.max(nowMs, position.timestampMs()));
    }

    /** A region to which nothing has been written yet, in a log that is no topic. */
    public static RegionView empty(Region region) {
        return empty(LogId.NONE, region);
    }

    /** A region to which nothing has been written yet. */
    public static RegionView empty(LogId log, Region region) {
        return new RegionView(
                region,
                Position.NONE,
                RulesVersion.FIRST,
                Catalogue.STANDARD,
                ProviderTable.EMPTY,
                ConsumerTable.EMPTY,
                ProjectIndex.EMPTY,
                Forest.EMPTY,
                HostTable.EMPTY,
                EnrolmentTable.EMPTY,
                TreeMap.empty(),
                TreeMap.empty(),
                DeviceTables.EMPTY,
                TreeMap.empty(),
                RecentCommands.NONE,
                Chain.of(log, region));
    }
}

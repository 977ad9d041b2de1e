package dev.berth.ledger.state;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Iterables;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Drain;
import dev.berth.events.model.Enrolment;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.Position;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.chain.Chain;
import dev.berth.ledger.forest.Forest;
import dev.berth.ledger.resource.pci.DeviceTable;
import io.vavr.collection.TreeMap;
import java.util.Map;
import java.util.Optional;

/**
 * A change of a region in the making, and the only way to change one: takes facts, gives one new view with all that
 * follows from them, and says what it has touched. Each change shows at once to anyone who reads the edit; what only
 * queries ask for, the trees and the consumers of each project, is made when the view is, each once. The view that it
 * began with stays as it is. For one thread.
 */
public final class RegionEdit implements RegionTables {
    private final RegionTables before;
    private final Touched touched = new Touched();
    private final ForestChange trees = new ForestChange();

    private Position position;
    private RulesVersion rulesVersion;
    private Catalogue catalogue;
    private ProviderTable providers;
    private ConsumerTable consumers;
    private HostTable hosts;
    private EnrolmentTable enrolments;
    private TreeMap<ProviderId, Long> sequences;
    private TreeMap<ProviderId, Drain> drains;
    private DeviceTables devices;
    private TreeMap<String, PciFlavor> flavors;
    private RecentCommands recent;
    private Chain chain;
    private Optional<Restored> restored = Optional.empty();

    /** Consumers that were put in place of all before, and the projects that they belong to. */
    private record Restored(ConsumerTable consumers, ProjectIndex projects) {}

    public RegionEdit(RegionView before) {
        this((RegionTables) before);
    }

    private RegionEdit(RegionTables before) {
        this.before = before;
        begin(before);
    }

    private void begin(RegionTables tables) {
        position = tables.position();
        rulesVersion = tables.rulesVersion();
        catalogue = tables.catalogue();
        providers = tables.providers();
        consumers = tables.consumers();
        hosts = tables.hosts();
        enrolments = tables.enrolments();
        sequences = tables.sequences();
        drains = tables.drains();
        devices = tables.devices();
        flavors = tables.flavors();
        recent = tables.recent();
        chain = tables.chain();
    }

    /** The region as it is after all changes so far. */
    public RegionView view() {
        return new RegionView(
                region(),
                position,
                rulesVersion,
                catalogue,
                providers,
                consumers,
                projects(),
                forest(),
                hosts,
                enrolments,
                sequences,
                drains,
                devices,
                flavors,
                recent,
                chain);
    }

    /** What has changed so far; grows with this edit. */
    public Touched touched() {
        return touched;
    }

    /** The provider is so, in place of the one with its id if there is one. */
    public RegionEdit put(Provider provider) {
        trees.replaced(providers.find(provider.id()), provider);
        providers = providers.with(provider);
        touched.provider(provider.id());
        return this;
    }

    /**
     * The provider is gone, with what it was as a host, and no host vouches for it any more. It must be there, without
     * children, and not in use.
     */
    public RegionEdit remove(ProviderId id) {
        trees.regrow(existing(id).root());
        providers = providers.without(id);
        touched.provider(id);
        voucherOf(id).flatMap(hosts::find).ifPresent(report -> put(report.without(id)));
        return devices(id, devices.without(id), addresses(id));
    }

    /** The consumer is so, in place of the one with its id if there is one. */
    public RegionEdit put(Consumer consumer) {
        consumers.find(consumer.id()).ifPresent(held -> touched.usage(held.allocations()));
        consumers = consumers.with(consumer);
        touched.consumer(consumer.id());
        touched.usage(consumer.allocations());
        return this;
    }

    /** The consumer, which must be there, is gone. */
    public RegionEdit remove(ConsumerId id) {
        consumers.find(id).ifPresent(held -> touched.usage(held.allocations()));
        consumers = consumers.without(id);
        touched.consumer(id);
        return this;
    }

    /** What the agent of a host vouches for; a report that vouches for nothing is none. */
    public RegionEdit put(HostReport report) {
        hosts = report.vouched().isEmpty() ? hosts.without(report.host()) : hosts.with(report);
        touched.report(report.host());
        return this;
    }

    /** No agent vouches for the host any more; the provider may stay. */
    public RegionEdit removeReport(ProviderId host) {
        hosts = hosts.without(host);
        touched.report(host);
        return this;
    }

    /** The host is enrolled so, and not as it was. */
    public RegionEdit put(Enrolment enrolment) {
        enrolments = enrolments.with(enrolment);
        touched.enrolment(enrolment.host());
        return this;
    }

    /** The host is not enrolled. */
    public RegionEdit removeEnrolment(ProviderId host) {
        enrolments = enrolments.without(host);
        touched.enrolment(host);
        return this;
    }

    /** The last report of the host that had a number had this one. */
    public RegionEdit sequence(ProviderId host, long last) {
        sequences = sequences.put(host, last);
        touched.sequence(host);
        return this;
    }

    /** New consumers are kept off the host, for this reason. */
    public RegionEdit put(Drain drain) {
        drains = drains.put(drain.host(), drain);
        touched.drain(drain.host());
        return this;
    }

    /** The host is not drained. */
    public RegionEdit removeDrain(ProviderId host) {
        drains = drains.remove(host);
        touched.drain(host);
        return this;
    }

    /** The devices of a host are these and no others. */
    public RegionEdit devices(ProviderId host, DeviceTable table) {
        return devices(host, devices.with(host, table), Iterables.concat(addresses(host), table.addresses()));
    }

    /**
     * The devices of one host, and of no other, are as they are in these tables.
     *
     * @param written those that were claimed, freed, reported or removed; their relatives may have changed with them
     */
    public RegionEdit devices(ProviderId host, DeviceTables changed, Iterable<PciAddress> written) {
        trees.recount(host, written, devices, changed);
        devices = changed;
        touched.devices(host);
        return this;
    }

    private Iterable<PciAddress> addresses(ProviderId host) {
        return devices.of(host).addresses();
    }

    public RegionEdit put(PciFlavor flavor) {
        flavors = flavors.put(flavor.name(), flavor);
        touched.flavor(flavor.name());
        return this;
    }

    public RegionEdit removeFlavor(String name) {
        flavors = flavors.remove(name);
        touched.flavor(name);
        return this;
    }

    public RegionEdit put(ResourceClass custom, long createdAtMs) {
        catalogue = catalogue.with(custom, createdAtMs);
        touched.resourceClass(custom);
        return this;
    }

    public RegionEdit remove(ResourceClass custom) {
        catalogue = catalogue.without(custom);
        touched.resourceClass(custom);
        return this;
    }

    public RegionEdit put(Trait custom, long createdAtMs) {
        catalogue = catalogue.with(custom, createdAtMs);
        touched.trait(custom);
        return this;
    }

    public RegionEdit remove(Trait custom) {
        catalogue = catalogue.without(custom);
        touched.trait(custom);
        return this;
    }

    /** The next command is decided by this version of the rules. */
    public RegionEdit rules(RulesVersion version) {
        rulesVersion = version;
        return this;
    }

    /**
     * The command at the position has been decided, and the chain goes on; one that had waited may stand before the
     * newest.
     *
     * @param answered what it was answered, if it had an idempotency key
     */
    public RegionEdit decided(
            Position decided, CommandId command, Chain next, Optional<RecentCommands.Answered> answered) {
        position = decided.compareTo(position) > 0 ? decided : position;
        recent = recent.find(command).isPresent() ? recent : recent.with(command, decided, answered);
        chain = next;
        return this;
    }

    /**
     * The region has these consumers and no others, with this used by them: both as they were kept, so that none of
     * them counts as touched.
     */
    public RegionEdit consumers(
            Iterable<Consumer> kept, Map<ProviderId, ImmutableSortedMap<ResourceClass, Long>> usage) {
        consumers = ConsumerTable.restored(kept, usage);
        restored = Optional.of(new Restored(consumers, ProjectIndex.restored(kept)));
        return this;
    }

    /**
     * The region was left at this position, and these commands are remembered as well, oldest first: for views that
     * follow what was kept.
     */
    public RegionEdit leftOnAt(Position last, Iterable<RecentCommands.Entry> more, Chain head) {
        for (RecentCommands.Entry entry : more) {
            recent = recent.with(entry);
        }
        position = last;
        chain = head;
        return this;
    }

    /**
     * The region was left at this position with these commands remembered: for views that are made again from what was
     * kept.
     */
    public RegionEdit leftAt(Position last, Iterable<RecentCommands.Entry> remembered, Chain head) {
        chain = head;
        position = last;
        recent = RecentCommands.restored(remembered);
        return this;
    }

    /** An edit that begins with what is so in this one now, which must not change as long as that one is used. */
    @Override
    public RegionEdit edit() {
        return new RegionEdit((RegionTables) this);
    }

    /** All that was changed in an edit that {@link #edit() began with this one} is changed here too; it ends there. */
    public RegionEdit take(RegionEdit more) {
        begin(more);
        restored = more.restored.or(() -> restored);
        touched.addAll(more.touched);
        trees.addAll(more.trees);
        return this;
    }

    @Override
    public Region region() {
        return before.region();
    }

    @Override
    public Position position() {
        return position;
    }

    /** The projects after all changes so far; looks at all consumers that have changed each time it is asked. */
    @Override
    public ProjectIndex projects() {
        return restored.map(base -> base.projects().with(touched.consumers(), base.consumers(), consumers))
                .orElseGet(() -> before.projects().with(touched.consumers(), before.consumers(), consumers));
    }

    /** The trees after all changes so far; regrows those that have changed each time it is asked. */
    @Override
    public Forest forest() {
        return trees.madeTo(before.forest(), this);
    }

    @Override
    public Chain chain() {
        return chain;
    }

    @Override
    public RulesVersion rulesVersion() {
        return rulesVersion;
    }

    @Override
    public Catalogue catalogue() {
        return catalogue;
    }

    @Override
    public ProviderTable providers() {
        return providers;
    }

    @Override
    public ConsumerTable consumers() {
        return consumers;
    }

    @Override
    public HostTable hosts() {
        return hosts;
    }

    @Override
    public EnrolmentTable enrolments() {
        return enrolments;
    }

    @Override
    public TreeMap<ProviderId, Long> sequences() {
        return sequences;
    }

    @Override
    public TreeMap<ProviderId, Drain> drains() {
        return drains;
    }

    @Override
    public DeviceTables devices() {
        return devices;
    }

    @Override
    public TreeMap<String, PciFlavor> flavors() {
        return flavors;
    }

    @Override
    public RecentCommands recent() {
        return recent;
    }
}

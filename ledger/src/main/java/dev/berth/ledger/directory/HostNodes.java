package dev.berth.ledger.directory;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Iterables;
import dev.berth.events.model.Enrolment;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.host.Hosts;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.state.RegionView;
import io.vavr.Tuple2;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The hosts of a view and their PCI devices as directories. Any thread. */
record HostNodes(RegionView view, ProviderNodes providers) {
    private static final Object NOTHING = "";

    /** Whatever an agent, an enrolment, a report number or a drain is known of, by id; the root's name leads there. */
    StateNode all() {
        return StateNode.directory(
                NamedNodes.of(() -> ids().stream(), this::parse, this::host),
                view.hosts(),
                view.enrolments(),
                view.sequences(),
                view.drains());
    }

    private TreeSet<ProviderId> ids() {
        TreeSet<ProviderId> ids = new TreeSet<>();
        Iterables.addAll(ids, Iterables.transform(view.hosts().all(), HostReport::host));
        Iterables.addAll(ids, Iterables.transform(view.enrolments().all(), Enrolment::host));
        Iterables.addAll(ids, view.sequences().keySet());
        Iterables.addAll(ids, view.drains().keySet());
        return ids;
    }

    private Optional<ProviderId> parse(String typed) {
        return PathName.uuid(typed)
                .map(ProviderId::new)
                .or(() ->
                        PathName.decode(typed).flatMap(name -> view.providers().named(name)));
    }

    private Optional<NamedNode> host(ProviderId id) {
        boolean isKnown = view.hostReport(id).isPresent()
                || view.enrolment(id).isPresent()
                || view.lastSequence(id).isPresent()
                || view.drain(id).isPresent();
        return isKnown ? Optional.of(named(id, () -> node(id))) : Optional.empty();
    }

    private NamedNode named(ProviderId host, Supplier<StateNode> made) {
        return new NamedNode(host.toString(), view.provider(host).map(Provider::name), made);
    }

    private StateNode node(ProviderId id) {
        ImmutableSortedMap<String, Supplier<StateNode>> children = ImmutableSortedMap.of(
                "devices", () -> devices(id).asIndex(),
                "providers",
                        () -> providers.some(() -> Hosts.tree(view, id).stream().sorted()),
                "vouched", () -> vouched(id));
        return StateNode.thing(
                () -> StateFields.host(view, id),
                NamedNodes.of(children),
                part(view.hostReport(id)),
                part(view.enrolment(id)),
                part(view.drain(id)),
                part(view.sequences().get(id).toJavaOptional()));
    }

    /** Something whose identity says whether it is the same, also where there is nothing. */
    private static Object part(Optional<?> value) {
        return value.isPresent() ? value.get() : NOTHING;
    }

    /** What its agent last said of each provider. */
    private StateNode vouched(ProviderId host) {
        HostReport report = view.hostReport(host).orElseGet(() -> HostReport.none(host));
        return StateNode.directory(
                NamedNodes.of(
                        () -> report.vouched().keySet().stream(),
                        typed -> PathName.uuid(typed).map(ProviderId::new),
                        id -> Optional.ofNullable(report.vouched().get(id))
                                .map(vouched -> new NamedNode(
                                        id.toString(),
                                        Optional.of(vouched.name()),
                                        () -> StateNode.leaf(() -> StateFields.vouched(vouched), vouched)))),
                report.vouched());
    }

    /** The devices of each host that has any. */
    StateNode devicesByHost() {
        return StateNode.directory(
                NamedNodes.of(
                        () -> ProviderNodes.stream(view.devices().all()).map(Tuple2::_1),
                        this::parse,
                        host -> Optional.of(host)
                                .filter(id -> !view.devices().of(id).isEmpty())
                                .map(id -> named(id, () -> devices(id)))),
                view.devices());
    }

    private StateNode devices(ProviderId host) {
        DeviceTable table = view.devices().of(host);
        return StateNode.directory(
                NamedNodes.of(
                        () -> ProviderNodes.stream(table.addresses()),
                        PciAddress::parse,
                        address -> table.get(address).map(device -> named(device, host))),
                table);
    }

    private static NamedNode named(TrackedDevice device, ProviderId host) {
        return new NamedNode(
                device.address().toString(),
                Optional.of(device.state()),
                () -> StateNode.leaf(() -> StateFields.device(device, host), device));
    }
}

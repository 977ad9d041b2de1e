package dev.berth.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.command.ChangeDevice;
import dev.berth.events.command.ChangeDevice.Action;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.NumaPolicy;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.Position;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.DeviceCandidateProperties.Granted;
import dev.berth.ledger.candidate.explain.Explainer;
import dev.berth.ledger.candidate.explain.Explanation;
import dev.berth.ledger.candidate.explain.Explanation.ExplainedDevices;
import dev.berth.ledger.candidate.explain.Explanation.Line;
import dev.berth.ledger.candidate.explain.Explanation.Verdict;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.state.RegionView;
import io.vavr.Tuple2;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * What explanations say of PCI devices against devices counted one by one, and against every claim that might be
 * made. A failure prints
 * the seed; {@code -Dseed=} brings it back.
 */
class DeviceExplanationProperties {
    @Property(tries = 40)
    void countsTheDevicesThatCountingByHandFinds(@ForAll long seed) {
        forEachRequest(seed, (view, request, described) -> {
            Explanation explanation = Explainer.explain(view, request);
            List<List<Integer>> expected = new ArrayList<>();
            for (RequestGroup group : request.groups()) {
                group.devices().forEach(devices -> expected.add(countedByHand(view, group, devices)));
            }
            assertThat(explanation.devices().stream()
                            .map(DeviceExplanationProperties::counts)
                            .toList())
                    .as(described)
                    .isEqualTo(expected);
        });
    }

    /** All devices of the region are on their way out, and a host of one of them has told its cells. */
    @Example
    void countsNothingWhereAllDevicesAreOnTheirWayOut() {
        countsTheDevicesThatCountingByHandFinds(-198);
    }

    @Property(tries = 25)
    void findsWhatTryingEveryClaimFindsNowAndIfNothingWereHeld(@ForAll long seed) {
        forEachRequest(seed, (view, request, described) -> {
            Explanation explanation = Explainer.explain(view, request);
            int now = hosts(view, request);
            assertThat(explanation.treesWithCandidates()).as(described).isEqualTo(now);
            Verdict ifUnused = hosts(released(view), request) > 0 ? Verdict.NOT_NOW : Verdict.NEVER;
            assertThat(explanation.verdict()).as(described).isEqualTo(now > 0 ? Verdict.FOUND : ifUnused);
        });
    }

    private static int hosts(RegionView view, CandidateRequest request) {
        return DeviceCandidateProperties.everyGranted(view, request).stream()
                .map(Granted::host)
                .collect(Collectors.toCollection(TreeSet::new))
                .size();
    }

    /** The region after everybody has let go of everything, and all devices were cleaned and put back in service. */
    private static RegionView released(RegionView view) {
        TreeSet<ConsumerId> consumers = new TreeSet<>();
        view.providers().all().forEach(provider -> {
            view.consumersOn(provider.id()).forEach(consumers::add);
            view.devices()
                    .of(provider.id())
                    .devices()
                    .forEach(device -> device.owner().ifPresent(consumers::add));
        });
        RegionView released = view;
        long offset = 1_000_000;
        for (ConsumerId consumer : consumers) {
            released = Ledger.apply(
                            released,
                            new Position(0, ++offset, offset),
                            new ReleaseAllocations(new CommandId(new UUID(0x7777, offset)), consumer))
                    .after();
        }
        for (Tuple2<ProviderId, DeviceTable> host : released.devices().all()) {
            for (TrackedDevice device : host._2().devices()) {
                for (Action action : List.of(Action.RETURN, Action.ACKNOWLEDGE)) {
                    released = Ledger.apply(
                                    released,
                                    new Position(0, ++offset, offset),
                                    new ChangeDevice(
                                            new CommandId(new UUID(0x7777, offset)),
                                            host._1(),
                                            device.address(),
                                            action,
                                            Optional.empty()))
                            .after();
                }
            }
        }
        return released;
    }

    private static List<Integer> counts(ExplainedDevices devices) {
        List<Integer> counts = new ArrayList<>(List.of(devices.lines().get(0).before()));
        devices.lines().stream().map(Line::after).forEach(counts::add);
        return counts;
    }

    private static List<Integer> countedByHand(RegionView view, RequestGroup group, DeviceRequest request) {
        int all = 0;
        int matching = 0;
        int usable = 0;
        int free = 0;
        int together = 0;
        int inCell = 0;
        boolean isAnyCellKnown = false;
        for (Provider root : view.providers().all()) {
            if (root.isRoot()) {
                List<PciDevice> unheld = unheld(view, root.id());
                all += unheld.size();
                matching += count(unheld, device -> matches(request, device));
                usable += count(unheld, device -> matches(request, device) && isUsable(request, device));
                List<PciDevice> freeHere = view.devices().of(root.id()).devices().stream()
                        .filter(TrackedDevice::isAvailable)
                        .map(TrackedDevice::device)
                        .filter(device -> matches(request, device) && isUsable(request, device))
                        .toList();
                free += freeHere.size();
                Map<Integer, OptionalInt> sockets = view.hostReport(root.id())
                        .<Map<Integer, OptionalInt>>map(report -> report.sockets())
                        .orElse(Map.of());
                boolean hasDevices = !view.devices().of(root.id()).devices().isEmpty();
                isAnyCellKnown |= hasDevices && !sockets.isEmpty();
                for (List<PciDevice> some : together(group, freeHere)) {
                    together = Math.max(together, some.size());
                    for (int cell : sockets.keySet()) {
                        inCell = Math.max(inCell, count(some, device -> isNear(request, device, cell, sockets)));
                    }
                }
            }
        }
        List<Integer> counts = new ArrayList<>(List.of(all, matching, usable, free, together));
        if (isAnyCellKnown) {
            counts.add(inCell);
        }
        return counts;
    }

    private static int count(List<PciDevice> devices, Predicate<PciDevice> condition) {
        return (int) devices.stream().filter(condition).count();
    }

    /**
     * The devices of the host that would be there if nobody held any: what is on its way out leaves with its holder.
     */
    private static List<PciDevice> unheld(RegionView view, ProviderId host) {
        return view.devices().of(host).devices().stream()
                .filter(device -> !device.departing())
                .map(device -> device.pending().orElse(device.device()))
                .toList();
    }

    private static boolean matches(DeviceRequest request, PciDevice device) {
        return request.alternatives().stream()
                .anyMatch(alternative -> alternative.attributes().entrySet().stream()
                        .allMatch(wanted -> attribute(device, wanted.getKey())
                                .equalsIgnoreCase(wanted.getValue().toString())));
    }

    private static String attribute(PciDevice device, String name) {
        return switch (name) {
            case "dev_type" -> device.type().text();
            case "vendor_id" -> device.vendorId();
            default ->
                Optional.ofNullable(device.tags().get(name))
                        .map(AttributeValue::toString)
                        .orElse("");
        };
    }

    private static boolean isUsable(DeviceRequest request, PciDevice device) {
        boolean asksForType = request.alternatives().stream()
                .anyMatch(alternative -> alternative.attributes().containsKey("dev_type"));
        boolean isKeptForType = device.type() == DeviceType.PF || device.type() == DeviceType.VDPA;
        boolean isRemoteManaged = attribute(device, "remote_managed").equals("true");
        return (asksForType || !isKeptForType) && !isRemoteManaged;
    }

    private static Collection<List<PciDevice>> together(RequestGroup group, List<PciDevice> devices) {
        return group.isSuffixed()
                ? devices.stream()
                        .filter(device -> device.provider().isPresent())
                        .sorted(Comparator.comparing(PciDevice::address))
                        .collect(Collectors.groupingBy(
                                device -> device.provider().get()))
                        .values()
                : List.of(devices);
    }

    private static boolean isNear(
            DeviceRequest request, PciDevice device, int cell, Map<Integer, OptionalInt> sockets) {
        boolean isLocal = device.numaNode().equals(OptionalInt.of(cell));
        return switch (request.policy().orElse(NumaPolicy.LEGACY)) {
            case REQUIRED -> isLocal;
            case LEGACY -> isLocal || device.numaNode().isEmpty();
            case PREFERRED -> true;
            case SOCKET ->
                isLocal
                        || device.numaNode().isPresent()
                                && sockets.containsKey(device.numaNode().getAsInt())
                                && sockets.values().stream().allMatch(OptionalInt::isPresent)
                                && sockets.get(cell)
                                        .equals(sockets.get(device.numaNode().getAsInt()));
        };
    }

    @FunctionalInterface
    private interface Check {
        void on(RegionView view, CandidateRequest request, String described);
    }

    private static void forEachRequest(long drawn, Check check) {
        long seed = Long.getLong("seed", drawn);
        DeviceCandidateProperties.forEachRequest(
                seed, (view, request) -> check.on(view, request, "-Dseed=" + seed + " " + request));
    }
}

package dev.berth.ledger.candidate.explain;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.PciRequest;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.candidate.explain.Explanation.ExplainedDevices;
import dev.berth.ledger.candidate.explain.Explanation.Line;
import dev.berth.ledger.candidate.explain.Explanation.Verdict;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.candidate.search.DeviceNeed;
import dev.berth.ledger.candidate.search.StepCounter;
import dev.berth.ledger.claim.FlavorLookup;
import dev.berth.ledger.resource.pci.Affinity;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.resource.pci.OutOfService;
import dev.berth.ledger.resource.pci.Pools;
import dev.berth.ledger.state.RegionView;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Counts the devices that match one request, line by line, on one host after the other. Not thread-safe. */
final class DeviceCount {
    private final RegionView view;
    private final RequestGroup group;
    private final DeviceRequest request;
    private final ImmutableList<PciAlternative> ofFlavor;
    private final Optional<PciRequest> meant;

    private int all;
    private int matchingFlavor;
    private int matching;
    private int usable;
    private int free;

    /** The most that one host, or for a suffixed group one provider, has of the free and of the usable devices. */
    private int mostFree;

    private int mostUsable;

    /** The most that a guest on one cell of a host could have there. */
    private int mostInCell;

    private boolean isAnyCellKnown;
    private final OutOfService out = new OutOfService();

    DeviceCount(RegionView view, RequestGroup group, DeviceRequest request) {
        this.view = view;
        this.group = group;
        this.request = request;
        this.ofFlavor = request.flavor()
                .flatMap(view::flavor)
                .map(PciFlavor::alternatives)
                .orElse(request.alternatives());
        this.meant = FlavorLookup.resolve(view, request);
    }

    /** Adds the devices of a host; false if they are too few for the request, even if nobody held any of them. */
    boolean add(ProviderId host, StepCounter steps) {
        if (view.devices().of(host) == DeviceTable.EMPTY) {
            return request.count() == 0;
        }
        Pools now = view.devices().of(host).pools();
        Pools unheld = view.devices().of(host).poolsIfUnheld();
        steps.add(4L * (1 + now.rows().size() + unheld.rows().size()));
        all += unheld.freeDevices();
        matchingFlavor += unheld.meeting(ofFlavor).freeDevices();
        if (meant.isEmpty()) {
            return false;
        }
        Pools matchingHere = unheld.meeting(meant.get().alternatives());
        Pools usableHere = matchingHere.usableFor(meant.get());
        Pools freeHere = now.meeting(meant.get().alternatives()).usableFor(meant.get());
        matching += matchingHere.freeDevices();
        usable += usableHere.freeDevices();
        free += freeHere.freeDevices();
        addOutOfService(host, meant.get(), steps);
        addMostFree(host, freeHere);
        int usableTogether =
                together(usableHere).stream().mapToInt(Pools::freeDevices).max().orElse(0);
        mostUsable = Math.max(mostUsable, usableTogether);
        return usableTogether >= request.count();
    }

    /** Adds the devices of a host that the request could have if they were in service. */
    private void addOutOfService(ProviderId host, PciRequest resolved, StepCounter steps) {
        for (TrackedDevice device : view.devices().of(host).devices()) {
            steps.add(1);
            if (device.isOut()
                    && !Pools.of(device.device())
                            .meeting(resolved.alternatives())
                            .usableFor(resolved)
                            .rows()
                            .isEmpty()) {
                out.add(device);
            }
        }
    }

    private void addMostFree(ProviderId host, Pools freeHere) {
        ImmutableSortedMap<Integer, OptionalInt> socketByCell =
                view.hostReport(host).map(HostReport::sockets).orElse(ImmutableSortedMap.of());
        isAnyCellKnown |= !socketByCell.isEmpty();
        for (Pools together : together(freeHere)) {
            mostFree = Math.max(mostFree, together.freeDevices());
            if (together.freeDevices() > mostInCell) {
                mostInCell = Math.max(mostInCell, mostInCell(together, socketByCell));
            }
        }
    }

    /** The pools that all of the request must come from: the host's, or for a suffixed group one provider's. */
    private List<Pools> together(Pools pools) {
        if (!group.isSuffixed()) {
            return List.of(pools);
        }
        return pools.rows().stream()
                .flatMap(row -> row.provider().stream())
                .distinct()
                .map(counter -> pools.where(pool -> pool.provider().equals(Optional.of(counter))))
                .toList();
    }

    private int mostInCell(Pools pools, ImmutableSortedMap<Integer, OptionalInt> socketByCell) {
        int most = 0;
        for (Integer cell : socketByCell.keySet()) {
            Affinity onCell = new Affinity(ImmutableSortedSet.of(cell), socketByCell);
            most = Math.max(most, pools.reachableFor(meant.get(), onCell).freeDevices());
        }
        return most;
    }

    ExplainedDevices devices() {
        ImmutableList.Builder<Line> lines = ImmutableList.builder();
        String flavor = request.flavor().orElseGet(() -> request.alternatives().toString());
        lines.add(new Line("devices of flavor " + flavor, all, matchingFlavor));
        if (!request.extra().isEmpty()) {
            lines.add(new Line("devices that have " + DeviceNeed.attributes(request), matchingFlavor, matching));
        }
        lines.add(new Line("devices of a type this request may use", matching, usable));
        String why = out.words().map(words -> " (" + words + ")").orElse("");
        lines.add(new Line("devices that are free now" + why, usable, free));
        String most =
                group.isSuffixed() ? "devices of the provider with the most" : "devices of the host with the most";
        lines.add(new Line(most, free, mostFree));
        if (isAnyCellKnown) {
            String policy = meant.map(resolved -> resolved.policy().text()).orElse("of an unknown flavor");
            lines.add(new Line(
                    "devices that a guest in one cell could have there, by NUMA policy " + policy,
                    mostFree,
                    mostInCell));
        }
        return new ExplainedDevices(group.suffix(), group.parameter(request), verdict(), lines.build());
    }

    private Verdict verdict() {
        if (mostFree >= request.count()) {
            return Verdict.FOUND;
        }
        return mostUsable >= request.count() ? Verdict.NOT_NOW : Verdict.NEVER;
    }
}

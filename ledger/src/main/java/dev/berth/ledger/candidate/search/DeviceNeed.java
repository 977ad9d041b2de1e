package dev.berth.ledger.candidate.search;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.model.PciRequest;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.candidate.search.Constraint.Basis;
import dev.berth.ledger.claim.FlavorLookup;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.resource.pci.Affinity;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.resource.pci.Pools;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The PCI devices that a provider or a host must have free. It looks at pools, so it may say yes where a claim then
 * fails because a VF of a PF is held; {@link DeviceOffers} decides in the end.
 *
 * @param asked what is asked for, by flavors
 * @param requests what the flavors mean now; empty if one of them is not known, and then nothing meets the need
 */
public record DeviceNeed(
        RegionView view, ImmutableList<DeviceRequest> asked, Optional<ImmutableList<PciRequest>> requests) {
    /** Empty if no devices are asked for. */
    public static Optional<DeviceNeed> of(RegionView view, ImmutableList<DeviceRequest> devices) {
        return devices.isEmpty()
                ? Optional.empty()
                : Optional.of(new DeviceNeed(view, devices, resolved(view, devices)));
    }

    private static Optional<ImmutableList<PciRequest>> resolved(RegionView view, ImmutableList<DeviceRequest> devices) {
        ImmutableList.Builder<PciRequest> resolved = ImmutableList.builder();
        for (DeviceRequest request : devices) {
            Optional<PciRequest> meant = FlavorLookup.resolve(view, request);
            if (meant.isEmpty()) {
                return Optional.empty();
            }
            resolved.add(meant.get());
        }
        return Optional.of(resolved.build());
    }

    /** Whether a provider counts enough of them. */
    private boolean isMetBy(Tree tree, int member) {
        return isMetFrom(poolsOf(tree.id(member), DeviceTable::pools));
    }

    /** Whether it would if nobody held any of its host's devices. */
    private boolean couldBeMetBy(Tree tree, int member) {
        return isMetBy(tree, member) || isMetFrom(poolsOf(tree.id(member), DeviceTable::poolsIfUnheld));
    }

    private boolean isMetFrom(Optional<Pools> pools) {
        return requests.isPresent()
                && pools.filter(some -> some.supports(requests.get(), Affinity.NONE))
                        .isPresent();
    }

    /** The pools of its host that a provider counts; empty if it counts no devices. */
    private Optional<Pools> poolsOf(ProviderId provider, Function<DeviceTable, Pools> state) {
        return view.devices()
                .hostOf(provider)
                .map(host -> state.apply(view.devices().of(host))
                        .where(pool -> pool.provider().equals(Optional.of(provider))));
    }

    /** Whether the host has enough for each request by itself; together they may still be too many. */
    public boolean mayBeMetOn(ProviderId host) {
        return mayBeMetFrom(pools(host));
    }

    /** Whether it would have if nobody held any of its devices. */
    public boolean couldBeMetOn(ProviderId host) {
        return mayBeMetFrom(view.devices().of(host).poolsIfUnheld());
    }

    private boolean mayBeMetFrom(Pools pools) {
        return requests.isPresent()
                && requests.get().stream().allMatch(request -> pools.supports(List.of(request), Affinity.NONE));
    }

    private Pools pools(ProviderId host) {
        return view.devices().of(host).pools();
    }

    /** The devices in words, such as {@code 2 devices of 10g with physical_network physnet1}. */
    private String text(String state) {
        return asked.stream()
                .map(request -> request.count() + " " + state + kind(request))
                .collect(Collectors.joining(" and "));
    }

    /** What is asked for, as free devices in words. */
    public String textOfFree() {
        return text("free ");
    }

    /** What is lacking on a host. */
    public String lackOn(ProviderId host) {
        return lack(pools(host));
    }

    private String lack(Pools pools) {
        List<String> lacks = new ArrayList<>();
        for (int at = 0; at < asked.size(); at++) {
            Optional<PciRequest> request = requests.isEmpty()
                    ? Optional.empty()
                    : Optional.of(requests.get().get(at));
            int free = request.map(meant ->
                            pools.meeting(meant.alternatives()).usableFor(meant).freeDevices())
                    .orElse(0);
            lacks.add("has " + free + " free " + kind(asked.get(at)) + ", "
                    + asked.get(at).count() + " asked for");
        }
        return String.join(" and ", lacks);
    }

    private static String kind(DeviceRequest request) {
        return "devices of "
                + request.flavor().orElseGet(() -> request.alternatives().toString())
                + (request.extra().isEmpty() ? "" : " with " + attributes(request));
    }

    /** The attributes that a request asks for in addition to a flavor, in words. */
    public static String attributes(DeviceRequest request) {
        return request.extra().entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(" and "));
    }

    /** It would count enough of them if nobody held any. Nothing is known of providers from outside. */
    Constraint couldGive() {
        return new Constraint(
                        Basis.IMPLIED,
                        Reason.NEVER_FITS,
                        () -> "could give " + text("") + " if nobody held any",
                        this::couldBeMetBy,
                        (tree, member) -> "has never " + text("") + ", even if nobody held any")
                .fromOutside((tree, member) -> false);
    }

    /** It counts enough of them that are free. */
    Constraint hasFree() {
        return new Constraint(
                        Basis.TREE,
                        Reason.NO_ROOM_NOW,
                        () -> "have " + textOfFree() + " now",
                        this::isMetBy,
                        (tree, member) -> lack(
                                poolsOf(tree.id(member), DeviceTable::pools).orElse(Pools.EMPTY)))
                .fromOutside((tree, member) -> false);
    }
}

package dev.berth.ledger.candidate;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.model.PciRequest;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.candidate.Explanation.Reason;
import dev.berth.ledger.claim.FlavorLookup;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.resource.pci.Affinity;
import dev.berth.ledger.resource.pci.Pools;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Free devices that one provider has to count. It looks at pools, so it may say yes where a claim then finds that a PF
 * is in the way; {@link DeviceOffers} has the last word.
 *
 * @param asked what is asked for, by flavors
 * @param requests what flavors mean now; empty if one of them is not known, which nothing meets
 */
record DeviceNeed(RegionView view, ImmutableList<DeviceRequest> asked, Optional<ImmutableList<PciRequest>> requests) {
    /** Empty if no devices are asked for. */
    static Optional<DeviceNeed> of(RegionView view, ImmutableList<DeviceRequest> devices) {
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

    /** Whether the provider counts enough of them. */
    boolean isMetBy(ProviderId provider) {
        return view.devices()
                .hostOf(provider)
                .filter(host -> isMetBy(provider, pools(host)))
                .isPresent();
    }

    /** Whether it would if nobody held any of its host's devices. */
    boolean couldBeMetBy(ProviderId provider) {
        return view.devices()
                .hostOf(provider)
                .filter(host -> isMetBy(provider, pools(host))
                        || isMetBy(provider, view.devices().of(host).poolsIfUnheld()))
                .isPresent();
    }

    private boolean isMetBy(ProviderId provider, Pools pools) {
        return requests.isPresent()
                && pools.where(pool -> pool.provider().equals(Optional.of(provider)))
                        .supports(requests.get(), Affinity.NONE);
    }

    /** Whether the host has enough for each request by itself; together they may still be too many. */
    boolean mayBeMetOn(ProviderId host) {
        return mayBeMetFrom(pools(host));
    }

    /** Whether it would have if nobody held any of its devices. */
    boolean couldBeMetOn(ProviderId host) {
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
    String textOfFree() {
        return text("free ");
    }

    /** What is lacking on a host. */
    String lackOn(ProviderId host) {
        return lack(pools(host));
    }

    private String lackAt(ProviderId provider) {
        return lack(view.devices()
                .hostOf(provider)
                .map(host -> pools(host).where(pool -> pool.provider().equals(Optional.of(provider))))
                .orElse(Pools.EMPTY));
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

    private static String attributes(DeviceRequest request) {
        return request.extra().entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(" and "));
    }

    /** It would count enough of them if nobody held any. */
    record CouldCount(DeviceNeed need) implements Constraint {
        @Override
        public Basis basis() {
            return Basis.IMPLIED;
        }

        @Override
        public Reason reason() {
            return Reason.NEVER_FITS;
        }

        @Override
        public String text() {
            return "could give " + need.text("") + " if nobody held any";
        }

        @Override
        public boolean holds(Tree tree, int member) {
            return need.couldBeMetBy(tree.id(member));
        }

        @Override
        public boolean holdsFromOutside(Tree tree, int member) {
            return false;
        }

        @Override
        public String lackOn(Tree tree, int member) {
            return "has never " + need.text("") + ", even if nobody held any";
        }
    }

    /** It counts enough of them that are free. */
    record CountsFree(DeviceNeed need) implements Constraint {
        @Override
        public Basis basis() {
            return Basis.TREE;
        }

        @Override
        public Reason reason() {
            return Reason.NO_ROOM_NOW;
        }

        @Override
        public String text() {
            return "have " + need.textOfFree() + " now";
        }

        @Override
        public boolean holds(Tree tree, int member) {
            return need.isMetBy(tree.id(member));
        }

        @Override
        public boolean holdsFromOutside(Tree tree, int member) {
            return false;
        }

        @Override
        public boolean isWorthTelling(Tree tree, int member) {
            return need.couldBeMetBy(tree.id(member));
        }

        @Override
        public String lackOn(Tree tree, int member) {
            return need.lackAt(tree.id(member));
        }
    }
}

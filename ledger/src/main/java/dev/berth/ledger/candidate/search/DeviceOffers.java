package dev.berth.ledger.candidate.search;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.devicespec.DeviceProvider;
import dev.berth.events.command.DeviceClaim;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.decision.Outcome;
import dev.berth.events.event.DevicesClaimed;
import dev.berth.events.model.Allocation;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.candidate.result.Candidate;
import dev.berth.ledger.candidate.result.Candidate.Mapping;
import dev.berth.ledger.candidate.result.Candidate.Share;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.rules.ClaimDryRun;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.Stock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Adds to candidates the PCI devices that a claim of them would get, and drops candidates whose claim would be refused:
 * each is decided as a claim. Such a claim chooses the devices of the unsuffixed group, so another choice of devices is
 * not another candidate.
 */
final class DeviceOffers {
    private final RegionView view;
    private final ImmutableList<RequestGroup> groups;
    private final Optional<DeviceNeed> need;
    private final StepCounter steps;
    private final boolean mayClash;

    DeviceOffers(RegionView view, Plan plan, StepCounter steps) {
        this.view = view;
        this.groups = plan.request().groups();
        this.steps = steps;
        this.need = DeviceNeed.of(view, devices(groups));
        this.mayClash = plan.mayDevicesClash(view);
    }

    private static ImmutableList<DeviceRequest> devices(ImmutableList<RequestGroup> groups) {
        return groups.stream().flatMap(group -> group.devices().stream()).collect(ImmutableList.toImmutableList());
    }

    /** Whether any devices are asked for. */
    boolean hasDevices() {
        return need.isPresent();
    }

    /**
     * Whether candidates have to be given to {@link #withDevices}, since their amounts do not say that a claim is
     * granted.
     */
    boolean needsDryRun() {
        return mayClash || hasDevices();
    }

    /** Whether the tree may have the devices; yes for every tree that has them. */
    boolean mayFitOn(Tree anchor) {
        return need.isEmpty() || need.get().mayBeMetOn(anchor.root());
    }

    /** The candidate with its devices on the host; empty if a claim of it would be refused. */
    Optional<Candidate> withDevices(Candidate candidate, ProviderId host) {
        if (need.isEmpty()) {
            return mayClash && isRefused(candidate.allocations()) ? Optional.empty() : Optional.of(candidate);
        }
        ImmutableList<DeviceRequest> asked = requests(candidate);
        Outcome outcome = decide(withUnits(candidate.allocations(), asked), host, asked);
        if (outcome.refusal().isPresent()) {
            return Optional.empty();
        }
        Candidate offered = with(candidate, host, asked, outcome);
        return asked.size() > 1 && isRefused(offered) ? Optional.empty() : Optional.of(offered);
    }

    private Outcome decide(Allocations allocations, ProviderId host, ImmutableList<DeviceRequest> asked) {
        // A candidate holds each request, so its steps bound the memory of an answer as well.
        steps.add((long) StepCounter.DECISION * asked.size());
        return ClaimDryRun.of(view, allocations, new DeviceClaim(host, ImmutableSortedSet.of(), asked));
    }

    /**
     * Whether a claim that names the providers of all devices is refused where one that left some open was granted:
     * each request may then choose otherwise, and leave none for those after it.
     */
    private boolean isRefused(Candidate offered) {
        DeviceClaim devices = offered.devices().orElseThrow();
        return decide(offered.allocations(), devices.host(), devices.requests())
                .refusal()
                .isPresent();
    }

    /** The amounts, and the units of the requests that name providers: a claim has both among its allocations. */
    private Allocations withUnits(Allocations amounts, ImmutableList<DeviceRequest> asked) {
        Allocations.Builder all = Allocations.builder().addAll(amounts);
        for (DeviceRequest request : asked) {
            request.providers()
                    .forEach((provider, count) -> view.devices()
                            .stockOf(provider)
                            .ifPresent(stock -> all.add(stock.provider(), stock.resourceClass(), count)));
        }
        return all.build();
    }

    /** Whether a claim is refused because its amounts mean devices that cannot be held together. */
    private boolean isRefused(Allocations allocations) {
        int counted = 0;
        for (Allocation allocation : allocations) {
            counted += view.devices().isCounted(Stock.of(allocation)) ? 1 : 0;
        }
        if (counted < 2) {
            return false;
        }
        steps.add(StepCounter.DECISION);
        return ClaimDryRun.of(view, allocations).refusal().isPresent();
    }

    /** All requests for devices, those of a suffixed group bound to the provider that serves it. */
    private ImmutableList<DeviceRequest> requests(Candidate candidate) {
        ImmutableList.Builder<DeviceRequest> asked = ImmutableList.builder();
        for (int at = 0; at < groups.size(); at++) {
            RequestGroup group = groups.get(at);
            for (DeviceRequest request : group.devices()) {
                asked.add(
                        group.isSuffixed() && request.count() > 0
                                ? request.withProviders(ImmutableSortedMap.of(
                                        candidate.mappings().get(at).providers().get(0), request.count()))
                                : request);
            }
        }
        return asked.build();
    }

    private Candidate with(Candidate candidate, ProviderId host, ImmutableList<DeviceRequest> asked, Outcome outcome) {
        Map<String, List<TrackedDevice>> served = served(host, outcome);
        Map<ProviderId, TreeMap<ResourceClass, Long>> units = new TreeMap<>();
        ImmutableList.Builder<DeviceRequest> requests = ImmutableList.builder();
        for (DeviceRequest request : asked) {
            List<TrackedDevice> devices = served.getOrDefault(request.id(), List.of());
            // If no provider counts one of the devices, the request stays open and the claim adds the units.
            boolean areCounted = devices.stream()
                    .allMatch(device -> device.device().provider().isPresent());
            requests.add(areCounted ? request.withProviders(counts(devices)) : request);
            for (TrackedDevice device : areCounted ? devices : List.<TrackedDevice>of()) {
                units.computeIfAbsent(device.device().provider().orElseThrow(), none -> new TreeMap<>())
                        .merge(DeviceProvider.classOf(device.device()).orElseThrow(), 1L, Long::sum);
            }
        }
        return new Candidate(
                shares(candidate, units),
                mappings(candidate, requests.build()),
                Optional.of(new DeviceClaim(host, ImmutableSortedSet.of(), requests.build())));
    }

    private Map<String, List<TrackedDevice>> served(ProviderId host, Outcome outcome) {
        Map<String, List<TrackedDevice>> served = new TreeMap<>();
        outcome.events().forEach(event -> {
            if (event instanceof DevicesClaimed claimed) {
                claimed.devices()
                        .forEach((address, requestId) -> served.computeIfAbsent(requestId, none -> new ArrayList<>())
                                .add(view.devices().of(host).get(address).orElseThrow()));
            }
        });
        return served;
    }

    private static ImmutableSortedMap<ProviderId, Integer> counts(List<TrackedDevice> devices) {
        TreeMap<ProviderId, Integer> counts = new TreeMap<>();
        devices.forEach(device -> counts.merge(device.device().provider().orElseThrow(), 1, Integer::sum));
        return ImmutableSortedMap.copyOfSorted(counts);
    }

    /** What the candidate takes, with the units of its devices. */
    private static ImmutableList<Share> shares(
            Candidate candidate, Map<ProviderId, TreeMap<ResourceClass, Long>> units) {
        Map<ProviderId, TreeMap<ResourceClass, Long>> amounts = new LinkedHashMap<>();
        candidate.shares().forEach(share -> amounts.put(share.provider(), new TreeMap<>(share.resources())));
        units.forEach((provider, added) -> {
            TreeMap<ResourceClass, Long> here = amounts.computeIfAbsent(provider, none -> new TreeMap<>());
            added.forEach((resourceClass, amount) -> here.merge(resourceClass, amount, Long::sum));
        });
        ImmutableList.Builder<Share> shares = ImmutableList.builder();
        amounts.forEach((provider, all) -> shares.add(new Share(provider, ImmutableSortedMap.copyOfSorted(all))));
        return shares.build();
    }

    /** The mappings, in which providers of the unsuffixed group's devices serve it too. */
    private ImmutableList<Mapping> mappings(Candidate candidate, ImmutableList<DeviceRequest> requests) {
        ImmutableList.Builder<Mapping> mappings = ImmutableList.builder();
        int next = 0;
        for (int at = 0; at < groups.size(); at++) {
            Mapping mapping = candidate.mappings().get(at);
            List<ProviderId> providers = new ArrayList<>(mapping.providers());
            for (DeviceRequest request :
                    requests.subList(next, next + groups.get(at).devices().size())) {
                request.providers().keySet().stream()
                        .filter(provider -> !providers.contains(provider))
                        .forEach(providers::add);
            }
            next += groups.get(at).devices().size();
            mappings.add(new Mapping(mapping.suffix(), ImmutableList.copyOf(providers)));
        }
        return mappings.build();
    }
}

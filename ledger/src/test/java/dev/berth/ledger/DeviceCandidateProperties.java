package dev.berth.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.DeviceClaim;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.decision.Outcome;
import dev.berth.events.event.AllocationsClaimed;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.NumaPolicy;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.CandidateRequest.GroupPolicy;
import dev.berth.ledger.candidate.request.CandidateRequest.Nesting;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.candidate.result.Candidate;
import dev.berth.ledger.candidate.search.CandidateSearch;
import dev.berth.ledger.rules.ClaimDryRun;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.Stock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Candidates with PCI devices against claims: what is offered is what a claim is granted, no more and no less. */
class DeviceCandidateProperties {
    private static final int LENGTH = 120;
    private static final int QUERIES = 12;
    private static final ResourceClass VCPU = ResourceClass.of("VCPU");

    /** The host, for each suffix the provider that serves it, and all that the claim then holds. */
    record Granted(ProviderId host, ImmutableList<ProviderId> bySuffix, Allocations holdings) {}

    @Property(tries = 60)
    void offersWhatTryingEveryClaimFinds(@ForAll long seed) {
        forEachRequest(seed, (view, request) -> {
            List<Granted> offered = new ArrayList<>();
            for (Candidate candidate : CandidateSearch.search(view, request).candidates()) {
                Outcome outcome = claim(view, candidate);
                assertThat(outcome.refusal()).as("%s of %s", candidate, request).isEmpty();
                offered.add(
                        new Granted(candidate.devices().orElseThrow().host(), bySuffix(candidate), holdings(outcome)));
            }
            assertThat(offered).as("%s", request).containsExactlyInAnyOrderElementsOf(everyGranted(view, request));
        });
    }

    @Property(tries = 30)
    void showsTheUnitsOfCountedDevicesAmongTheAllocations(@ForAll long seed) {
        forEachRequest(seed, (view, request) -> {
            for (Candidate candidate : CandidateSearch.search(view, request).candidates()) {
                boolean areAllCounted = candidate.devices().orElseThrow().requests().stream()
                        .allMatch(each -> !each.providers().isEmpty());
                if (areAllCounted) {
                    assertThat(holdings(claim(view, candidate))).isEqualTo(candidate.allocations());
                }
            }
        });
    }

    private static Outcome claim(RegionView view, Candidate candidate) {
        return ClaimDryRun.of(view, candidate.allocations(), candidate.devices().orElseThrow());
    }

    private static ImmutableList<ProviderId> bySuffix(Candidate candidate) {
        return candidate.mappings().stream()
                .filter(mapping -> !mapping.suffix().isEmpty())
                .map(mapping -> mapping.providers().get(0))
                .collect(ImmutableList.toImmutableList());
    }

    private static Allocations holdings(Outcome outcome) {
        return outcome.events().stream()
                .filter(AllocationsClaimed.class::isInstance)
                .map(event -> ((AllocationsClaimed) event).allocations())
                .findFirst()
                .orElseThrow();
    }

    /**
     * For every root, every giver of VCPU in its tree and every provider for every suffixed group, the claim of it if
     * it is granted.
     */
    static List<Granted> everyGranted(RegionView view, CandidateRequest request) {
        List<Granted> granted = new ArrayList<>();
        for (Provider root : view.providers().all()) {
            if (root.isRoot()) {
                List<ProviderId> tree = new ArrayList<>();
                view.providers().all().forEach(provider -> {
                    if (provider.root().equals(root.id())) {
                        tree.add(provider.id());
                    }
                });
                RequestGroup first = request.groups().get(0);
                if (first.resources().isEmpty()) {
                    addGranted(view, request, root.id(), Allocations.NONE, tree, granted);
                } else {
                    tree.forEach(giver -> addGranted(
                            view, request, root.id(), Allocations.of(giver, first.resources()), tree, granted));
                }
            }
        }
        return granted;
    }

    private static void addGranted(
            RegionView view,
            CandidateRequest request,
            ProviderId host,
            Allocations amounts,
            List<ProviderId> tree,
            List<Granted> granted) {
        for (List<ProviderId> choice : choices(tree, request.groups().size() - 1)) {
            if (request.policy() == GroupPolicy.ISOLATE && new TreeSet<>(choice).size() < choice.size()) {
                continue;
            }
            ImmutableList.Builder<DeviceRequest> requests = ImmutableList.builder();
            requests.addAll(request.groups().get(0).devices());
            for (int at = 0; at < choice.size(); at++) {
                for (DeviceRequest each : request.groups().get(at + 1).devices()) {
                    requests.add(each.withProviders(ImmutableSortedMap.of(choice.get(at), each.count())));
                }
            }
            ImmutableList<DeviceRequest> asked = requests.build();
            Outcome outcome = ClaimDryRun.of(
                    view, withUnits(view, amounts, asked), new DeviceClaim(host, ImmutableSortedSet.of(), asked));
            if (outcome.refusal().isEmpty()) {
                granted.add(new Granted(host, ImmutableList.copyOf(choice), holdings(outcome)));
            }
        }
    }

    /** Units that the amounts take by themselves are others than those of the devices that are asked for. */
    private static Allocations withUnits(RegionView view, Allocations amounts, ImmutableList<DeviceRequest> asked) {
        Allocations.Builder all = Allocations.builder().addAll(amounts);
        asked.forEach(request -> request.providers()
                .forEach((provider, count) -> view.devices()
                        .stockOf(provider)
                        .ifPresent(stock -> all.add(provider, stock.resourceClass(), count))));
        return all.build();
    }

    private static List<List<ProviderId>> choices(List<ProviderId> tree, int groups) {
        if (groups == 0) {
            return List.of(List.of());
        }
        List<List<ProviderId>> choices = new ArrayList<>();
        for (List<ProviderId> before : choices(tree, groups - 1)) {
            for (ProviderId provider : tree) {
                List<ProviderId> choice = new ArrayList<>(before);
                choice.add(provider);
                choices.add(choice);
            }
        }
        return choices;
    }

    @FunctionalInterface
    interface Check {
        void on(RegionView view, CandidateRequest request);
    }

    static void forEachRequest(long seed, Check check) {
        SplittableRandom random = new SplittableRandom(seed);
        RegionView view = new TestingLog(seed, LENGTH).end();
        for (int at = 0; at < QUERIES; at++) {
            check.on(view, request(random, view));
        }
    }

    private static CandidateRequest request(SplittableRandom random, RegionView view) {
        List<RequestGroup> groups = new ArrayList<>();
        boolean hasAmounts = random.nextInt(4) > 0;
        int suffixed = random.nextInt(3);
        boolean hasFreeDevices = !hasAmounts || suffixed == 0 || random.nextBoolean();
        groups.add(new RequestGroup(
                RequestGroup.UNSUFFIXED,
                hasAmounts ? ImmutableSortedMap.of(amountOf(random, view), 1L) : ImmutableSortedMap.of(),
                ImmutableList.of(),
                ImmutableSortedSet.of(),
                ImmutableList.of(),
                ImmutableSortedSet.of(),
                Optional.empty(),
                hasFreeDevices ? devices(random, "pci") : ImmutableList.of()));
        for (int at = 1; at <= suffixed; at++) {
            groups.add(RequestGroup.of("_" + at, ImmutableSortedMap.of())
                    .with(ImmutableSortedMap.of(), ImmutableList.of(), devices(random, "pci_" + at)));
        }
        return new CandidateRequest(
                ImmutableList.copyOf(groups),
                random.nextInt(3) == 0 ? GroupPolicy.ISOLATE : GroupPolicy.NONE,
                Nesting.AWARE,
                ImmutableSortedSet.of(),
                ImmutableSortedSet.of(),
                ImmutableList.of(),
                OptionalInt.empty(),
                OptionalLong.empty());
    }

    /** VCPU, or a class whose units are devices: an amount that takes devices from the requests beside it. */
    private static ResourceClass amountOf(SplittableRandom random, RegionView view) {
        TreeSet<ResourceClass> counted = new TreeSet<>();
        view.devices()
                .all()
                .forEach(host -> host._2()
                        .devices()
                        .forEach(device ->
                                Stock.of(device).map(Stock::resourceClass).ifPresent(counted::add)));
        return counted.isEmpty() || random.nextInt(3) > 0
                ? VCPU
                : List.copyOf(counted).get(random.nextInt(counted.size()));
    }

    private static ImmutableList<DeviceRequest> devices(SplittableRandom random, String id) {
        ImmutableList.Builder<DeviceRequest> devices = ImmutableList.builder();
        for (int at = random.nextInt(4) == 0 ? 2 : 1; at > 0; at--) {
            PciAlternative wanted = switch (random.nextInt(5)) {
                case 0 -> PciAlternative.of("dev_type", "type-PF");
                case 1 -> PciAlternative.of("dev_type", "type-PCI");
                case 2 -> PciAlternative.of("physical_network", "net0");
                case 3 -> PciAlternative.of("vendor_id", "8086");
                default -> PciAlternative.of("dev_type", "type-VF");
            };
            devices.add(new DeviceRequest(
                    id + "-" + at,
                    1 + random.nextInt(2),
                    Optional.empty(),
                    ImmutableList.of(wanted),
                    ImmutableSortedMap.of(),
                    random.nextBoolean()
                            ? Optional.empty()
                            : Optional.of(NumaPolicy.values()[random.nextInt(NumaPolicy.values().length)])));
        }
        return devices.build();
    }
}

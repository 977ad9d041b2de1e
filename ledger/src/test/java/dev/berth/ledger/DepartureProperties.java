package dev.berth.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.event.DevicesClaimed;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.InventoryField;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.Position;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.candidate.result.Candidate;
import dev.berth.ledger.candidate.search.CandidateSearch;
import dev.berth.ledger.rules.ClaimDryRun;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.StandingReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * A host whose CPUs change their use and whose cards come, go and change their mode while guests hold them, against a
 * model that keeps nothing but who holds what and what the last report said: at every step, what is offered is what the
 * model says is available, and a claim of it is granted, device by device.
 */
class DepartureProperties {
    private static final int LENGTH = 60;
    private static final ProviderId HOST = id(1);
    private static final ResourceClass VCPU = ResourceClass.of("VCPU");
    private static final ResourceClass PCPU = ResourceClass.of("PCPU");
    private static final ResourceClass PF = ResourceClass.of("CUSTOM_PF");
    private static final ResourceClass VF = ResourceClass.of("CUSTOM_VF");
    private static final int CARDS = 2;
    private static final int VFS = 3;

    /** How a card is reported. */
    private enum Mode {
        ABSENT,
        WHOLE,
        SLICED,
        /** The card and its VFs at once, each counted by a provider of its own. */
        BOTH
    }

    /** What the model knows: the last report, what an operator has reserved, and who holds how much of what. */
    private static final class Model {
        private final Mode[] modes = {Mode.ABSENT, Mode.ABSENT};
        private int dedicated;
        private long reserved;
        private boolean isReported;
        private final TreeMap<ConsumerId, TreeMap<ProviderId, TreeMap<ResourceClass, Long>>> held = new TreeMap<>();

        long used(ProviderId provider, ResourceClass resourceClass) {
            return held.values().stream()
                    .mapToLong(
                            all -> all.getOrDefault(provider, new TreeMap<>()).getOrDefault(resourceClass, 0L))
                    .sum();
        }

        /** What is available of a class of a provider now. */
        long free(ProviderId provider, ResourceClass resourceClass) {
            if (!isReported) {
                return 0;
            }
            if (provider.equals(HOST)) {
                long total = resourceClass.equals(VCPU) ? 8 - dedicated : dedicated;
                long kept = resourceClass.equals(VCPU) ? Math.min(reserved, total) : 0;
                return Math.max(0, total - kept - used(HOST, resourceClass));
            }
            for (int card = 0; card < CARDS; card++) {
                boolean isWhole = used(whole(card), PF) + used(sliced(card), PF) > 0;
                long slices = used(sliced(card), VF) + used(whole(card), VF);
                if (provider.equals(whole(card)) && resourceClass.equals(PF)) {
                    return (modes[card] == Mode.WHOLE || modes[card] == Mode.BOTH) && !isWhole && slices == 0 ? 1 : 0;
                }
                if (provider.equals(sliced(card)) && resourceClass.equals(VF)) {
                    return (modes[card] == Mode.SLICED || modes[card] == Mode.BOTH) && !isWhole ? VFS - slices : 0;
                }
            }
            return 0;
        }

        void claim(ConsumerId consumer, Allocations allocations) {
            held.remove(consumer);
            allocations.forEach((provider, amounts) ->
                    held.computeIfAbsent(consumer, none -> new TreeMap<>()).put(provider, new TreeMap<>(amounts)));
        }
    }

    private final Model model = new Model();
    private RegionView view = RegionView.empty(Region.DEFAULT);
    private int offset;

    @Property(tries = 40)
    void offersAtEveryStepWhatClaimsThenGet(@ForAll long seed) {
        new DepartureProperties().play(new SplittableRandom(seed));
    }

    private void play(SplittableRandom random) {
        for (int step = 0; step < LENGTH; step++) {
            switch (random.nextInt(7)) {
                case 0, 1 -> report(random);
                case 2 -> reserve(random);
                case 3 -> release(consumer(random));
                default -> claim(random);
            }
            verify();
        }
        for (int i = 0; i < 5; i++) {
            release(id(100 + i).value());
        }
        verify();
        // Nothing is held, so nothing is left of what the last report did not say.
        if (model.isReported) {
            assertThat(view.hasDepartures()).isFalse();
            TreeSet<ProviderId> reported = new TreeSet<>();
            report().providers().forEach(provider -> reported.add(provider.provider()));
            TreeSet<ProviderId> there = new TreeSet<>();
            view.providers().all().forEach(provider -> there.add(provider.id()));
            assertThat(there).isEqualTo(reported);
        }
    }

    private void report(SplittableRandom random) {
        for (int card = 0; card < CARDS; card++) {
            if (random.nextInt(2) == 0) {
                model.modes[card] = Mode.values()[random.nextInt(4)];
            }
        }
        model.dedicated = random.nextInt(2) == 0 ? model.dedicated : 4 * random.nextInt(2);
        model.isReported = true;
        // No more is reserved than there is.
        model.reserved = Math.min(model.reserved, 8 - model.dedicated);
        assertThat(isAccepted(report())).as("report").isTrue();
    }

    private ReportHost report() {
        List<ReportedProvider> providers = new ArrayList<>();
        List<PciDevice> devices = new ArrayList<>();
        ImmutableSortedMap.Builder<ResourceClass, InventoryRecord> cpus = ImmutableSortedMap.naturalOrder();
        cpus.put(VCPU, InventoryRecord.of(8 - model.dedicated));
        if (model.dedicated > 0) {
            cpus.put(PCPU, InventoryRecord.of(model.dedicated));
        }
        providers.add(reported(HOST, "host", Optional.empty(), cpus.build()));
        for (int card = 0; card < CARDS; card++) {
            Mode mode = model.modes[card];
            if (mode == Mode.WHOLE || mode == Mode.BOTH) {
                providers.add(reported(
                        whole(card),
                        "whole" + card,
                        Optional.of(HOST),
                        ImmutableSortedMap.of(PF, InventoryRecord.of(1))));
                devices.add(device(card, 0, PF, whole(card)));
            }
            if (mode == Mode.SLICED || mode == Mode.BOTH) {
                providers.add(reported(
                        sliced(card),
                        "sliced" + card,
                        Optional.of(HOST),
                        ImmutableSortedMap.of(VF, InventoryRecord.of(VFS))));
                for (int function = 1; function <= VFS; function++) {
                    devices.add(device(card, function, VF, sliced(card)));
                }
            }
        }
        return new ReportHost(
                command(),
                HOST,
                ImmutableList.copyOf(providers),
                ImmutableSortedMap.of(),
                ImmutableList.copyOf(devices));
    }

    /** An operator keeps some VCPU back, and leaves all else as it is. */
    private void reserve(SplittableRandom random) {
        Optional<Provider> host = view.provider(HOST);
        if (host.isEmpty()) {
            return;
        }
        InventoryRecord now = host.get().inventories().get(VCPU);
        long reserved = random.nextInt((int) now.total() + 1);
        TreeMap<ResourceClass, InventoryRecord> inventories =
                new TreeMap<>(host.get().inventories());
        inventories.put(
                VCPU,
                now.with(
                        ImmutableSortedSet.of(InventoryField.RESERVED),
                        new InventoryRecord(now.total(), reserved, 1, 1, 1, 1)));
        assertThat(isAccepted(new ReplaceInventories(
                        command(),
                        HOST,
                        OptionalLong.of(host.get().generation()),
                        ImmutableSortedMap.copyOfSorted(inventories))))
                .as("inventories")
                .isTrue();
        model.reserved = reserved;
    }

    private void release(UUID consumer) {
        ConsumerId id = new ConsumerId(consumer);
        assertThat(isAccepted(new ReleaseAllocations(command(), id))).isEqualTo(model.held.containsKey(id));
        model.held.remove(id);
    }

    /** Of one class or two of whatever provider; granted if and only if the model has it. */
    private void claim(SplittableRandom random) {
        ConsumerId consumer = new ConsumerId(consumer(random));
        TreeMap<ProviderId, TreeMap<ResourceClass, Long>> before = model.held.getOrDefault(consumer, new TreeMap<>());
        if (!before.isEmpty()) {
            // Anyone who holds something hands it back first, so that the model need not know who keeps what.
            release(consumer.value());
        }
        Allocations.Builder amounts = Allocations.builder();
        boolean isFree = true;
        for (int i = random.nextInt(2); i >= 0; i--) {
            Map.Entry<ProviderId, ResourceClass> stock = stocks().get(random.nextInt(stocks().size()));
            amounts.add(stock.getKey(), stock.getValue(), 1 + random.nextInt(2));
        }
        Allocations asked = amounts.build();
        boolean isGranted = isAccepted(new ClaimAllocations(
                command(),
                ImmutableList.of(new ConsumerClaim(
                        consumer, ExpectedConsumer.ABSENT, "project", "user", Optional.empty(), asked))));
        assertThat(isGranted).as("claim of %s", asked).isEqualTo(canBeHad(asked));
        if (isGranted) {
            model.claim(consumer, asked);
        }
    }

    private boolean canBeHad(Allocations asked) {
        for (int card = 0; card < CARDS; card++) {
            if (asked.amount(whole(card), PF) > 0 && asked.amount(sliced(card), VF) > 0) {
                return false;
            }
        }
        boolean[] canBeHad = {true};
        asked.forEach((provider, amounts) -> amounts.forEach(
                (resourceClass, amount) -> canBeHad[0] &= amount <= model.free(provider, resourceClass)));
        return canBeHad[0];
    }

    private void verify() {
        for (ResourceClass resourceClass : List.of(VCPU, PCPU, PF, VF)) {
            for (long amount = 1; amount <= 2; amount++) {
                TreeSet<ProviderId> offered = new TreeSet<>();
                for (Candidate candidate : offers(ImmutableSortedMap.of(resourceClass, amount))) {
                    offered.addAll(candidate.allocations().providers());
                }
                TreeSet<ProviderId> expected = new TreeSet<>();
                for (Map.Entry<ProviderId, ResourceClass> stock : stocks()) {
                    if (stock.getValue().equals(resourceClass) && model.free(stock.getKey(), resourceClass) >= amount) {
                        expected.add(stock.getKey());
                    }
                }
                assertThat(offered).as("offers of %s %s", amount, resourceClass).isEqualTo(expected);
            }
        }
        for (Candidate candidate : offers(ImmutableSortedMap.of(PF, 1L, VF, 2L))) {
            var outcome = ClaimDryRun.of(view, candidate.allocations());
            assertThat(outcome.refusal()).as("claim of %s", candidate).isEmpty();
            int devices = outcome.events().stream()
                    .mapToInt(event -> event instanceof DevicesClaimed claimed
                            ? claimed.devices().size()
                            : 0)
                    .sum();
            assertThat(devices).isEqualTo(3);
        }
        if (model.isReported) {
            // Nobody but the agent has touched what it reports, an operator's reserve aside.
            StandingReport standing = StandingReport.of(view, HOST).orElseThrow();
            ReportHost last = report();
            assertThat(standing.report()).isEqualTo(last.vouched());
            assertThat(standing.devices()).containsExactlyInAnyOrderElementsOf(last.devices());
        }
        Recount.verify(view);
    }

    private List<Candidate> offers(ImmutableSortedMap<ResourceClass, Long> amounts) {
        if (!amounts.keySet().stream().allMatch(view::isKnown)) {
            return List.of();
        }
        return CandidateSearch.search(view, CandidateRequest.of(RequestGroup.of(RequestGroup.UNSUFFIXED, amounts)))
                .candidates();
    }

    private static List<Map.Entry<ProviderId, ResourceClass>> stocks() {
        List<Map.Entry<ProviderId, ResourceClass>> stocks = new ArrayList<>();
        stocks.add(Map.entry(HOST, VCPU));
        stocks.add(Map.entry(HOST, PCPU));
        for (int card = 0; card < CARDS; card++) {
            stocks.add(Map.entry(whole(card), PF));
            stocks.add(Map.entry(sliced(card), VF));
        }
        return stocks;
    }

    private boolean isAccepted(Command command) {
        Ledger.Step step = Ledger.apply(view, new Position(0, offset, 1000L * offset), command);
        offset++;
        view = step.after();
        return step.decision().outcome().refusal().isEmpty();
    }

    private CommandId command() {
        return new CommandId(new UUID(7, offset));
    }

    private static UUID consumer(SplittableRandom random) {
        return id(100 + random.nextInt(5)).value();
    }

    private static ProviderId whole(int card) {
        return id(10 + card);
    }

    private static ProviderId sliced(int card) {
        return id(20 + card);
    }

    private static ProviderId id(long number) {
        return new ProviderId(new UUID(0, number));
    }

    private static ReportedProvider reported(
            ProviderId id,
            String name,
            Optional<ProviderId> parent,
            ImmutableSortedMap<ResourceClass, InventoryRecord> inventories) {
        return new ReportedProvider(id, name, parent, inventories, ImmutableSortedSet.of());
    }

    private static PciDevice device(int card, int function, ResourceClass unit, ProviderId counter) {
        PciAddress pf = PciAddress.of("0000:8" + card + ":00.0");
        return new PciDevice(
                function == 0 ? pf : PciAddress.of("0000:8" + card + ":00." + function),
                "8086",
                "10ed",
                function == 0 ? DeviceType.PF : DeviceType.VF,
                function == 0 ? Optional.empty() : Optional.of(pf),
                OptionalInt.empty(),
                ImmutableSortedMap.of("resource_class", AttributeValue.of(unit.name())),
                ImmutableSortedMap.of(),
                Optional.of(counter));
    }
}

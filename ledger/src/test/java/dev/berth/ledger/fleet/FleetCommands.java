package dev.berth.ledger.fleet;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ChangeDevice;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateFlavor;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.CreateResourceClass;
import dev.berth.events.command.DeleteProvider;
import dev.berth.events.command.DeviceClaim;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.command.DrainHost;
import dev.berth.events.command.EnrolHost;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.RemoveHost;
import dev.berth.events.command.RenameHost;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.ReplaceTraits;
import dev.berth.events.command.Reshape;
import dev.berth.events.command.Reshape.ReshapedInventories;
import dev.berth.events.command.UndrainHost;
import dev.berth.events.command.WithdrawHost;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Enrolment;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.candidate.result.Candidate;
import dev.berth.ledger.candidate.search.CandidateSearch;
import dev.berth.ledger.state.RegionView;
import dev.berth.resource.integer.Capacity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;

/** What clients, operators and agents send to a fleet, in answer to what it is. For one thread. */
final class FleetCommands {
    static final List<String> FLAVORS = List.of("pf", "vf", "net", "gpu");

    private final SplittableRandom random;
    private final FleetNames names;
    private final FleetReports reports;
    private final long seed;
    private int number;

    FleetCommands(long seed, FleetNames names) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.names = names;
        this.reports = new FleetReports(random, names);
    }

    static PciAlternative alternative(String flavor) {
        return switch (flavor) {
            case "pf" -> PciAlternative.of("dev_type", "type-PF");
            case "vf" -> PciAlternative.of("dev_type", "type-VF");
            case "net" -> PciAlternative.of("physical_network", "net0");
            default -> PciAlternative.of("product_id", "1db6");
        };
    }

    Command next(RegionView view) {
        CommandId id = new CommandId(new UUID(seed, number++));
        if (number <= FLAVORS.size()) {
            String flavor = FLAVORS.get(number - 1);
            return new CreateFlavor(
                    id,
                    new PciFlavor(
                            flavor, ImmutableList.of(alternative(flavor)), Optional.empty(), Optional.empty(), 0));
        }
        if (number == FLAVORS.size() + 1) {
            return new CreateResourceClass(id, FleetNames.EXTRA, CreateResourceClass.IfExists.ACCEPT);
        }
        int choice = random.nextInt(1000);
        if (choice < 400) {
            return claim(id, view);
        }
        if (choice < 530) {
            return new ReleaseAllocations(id, consumer());
        }
        if (choice < 660) {
            return reports.next(id, view);
        }
        if (choice < 820) {
            return change(id);
        }
        if (choice < 900) {
            return inventories(id, view);
        }
        return choice < 970 ? life(id, view) : others(id, view);
    }

    private ConsumerId consumer() {
        return names.consumers.get(random.nextInt(names.consumers.size()));
    }

    private FleetNames.Machine machine() {
        return names.machines.get(random.nextInt(names.machines.size()));
    }

    private ClaimAllocations claim(CommandId id, RegionView view) {
        int choice = random.nextInt(20);
        if (choice < 4) {
            return move(id, view);
        }
        List<ConsumerClaim> claims = new ArrayList<>();
        claims.add(claim(view, consumer(), choice));
        if (choice > 16) {
            ConsumerId other = consumer();
            if (!other.equals(claims.get(0).consumer())) {
                claims.add(claim(view, other, random.nextInt(16)));
            }
        }
        return new ClaimAllocations(id, ImmutableList.copyOf(claims));
    }

    private ConsumerClaim claim(RegionView view, ConsumerId consumer, int choice) {
        Allocations held = view.consumer(consumer).map(Consumer::allocations).orElse(Allocations.NONE);
        if (choice < 7) {
            FleetNames.Machine machine = machine();
            Allocations beside = random.nextInt(6) == 0
                    ? held
                    : Allocations.of(machine.root(), FleetNames.VCPU, 1 + random.nextInt(2));
            return claim(consumer, beside).withDevices(devices(machine));
        }
        if (choice < 9) {
            return claim(consumer, candidate(view).orElse(held));
        }
        Allocations.Builder amounts = Allocations.builder();
        if (random.nextInt(4) == 0) {
            // As it is, or a little more or less.
            held.forEach(each -> {
                if (random.nextInt(5) > 0) {
                    amounts.add(each.provider(), each.resourceClass(), each.amount());
                }
            });
        }
        for (int i = random.nextInt(3); i >= 0; i--) {
            addStock(view, amounts);
        }
        return claim(consumer, amounts.build());
    }

    private void addStock(RegionView view, Allocations.Builder amounts) {
        List<ProviderId> all = machine().providers();
        Optional<Provider> provider = view.provider(all.get(random.nextInt(all.size())));
        if (provider.isEmpty() || provider.get().inventories().isEmpty()) {
            return;
        }
        List<Map.Entry<ResourceClass, InventoryRecord>> stocks =
                provider.get().inventories().entrySet().asList();
        Map.Entry<ResourceClass, InventoryRecord> stock = stocks.get(random.nextInt(stocks.size()));
        long left = Capacity.of(stock.getValue()) - view.used(provider.get().id(), stock.getKey());
        long most = Math.max(1, left);
        amounts.add(
                provider.get().id(),
                stock.getKey(),
                random.nextInt(5) == 0 ? most + random.nextInt(2) : 1 + random.nextLong(1 + most / 2));
    }

    private ConsumerClaim claim(ConsumerId consumer, Allocations allocations) {
        return new ConsumerClaim(
                consumer, ExpectedConsumer.UNCHECKED, names.projectOf(consumer), "user", Optional.empty(), allocations);
    }

    private DeviceClaim devices(FleetNames.Machine machine) {
        ImmutableList.Builder<DeviceRequest> requests = ImmutableList.builder();
        for (int i = random.nextInt(4) == 0 ? 2 : 1; i > 0; i--) {
            String flavor = FLAVORS.get(random.nextInt(FLAVORS.size()));
            boolean isNamed = random.nextBoolean();
            requests.add(new DeviceRequest(
                    "r" + i,
                    1 + random.nextInt(flavor.equals("vf") ? 3 : 2),
                    isNamed ? Optional.of(flavor) : Optional.empty(),
                    isNamed ? ImmutableList.of() : ImmutableList.of(alternative(flavor)),
                    ImmutableSortedMap.of(),
                    Optional.empty()));
        }
        return new DeviceClaim(machine.root(), ImmutableSortedSet.of(), requests.build());
    }

    /** One that the search offers for a class or two. */
    private Optional<Allocations> candidate(RegionView view) {
        TreeMap<ResourceClass, Long> wanted = new TreeMap<>();
        for (int i = random.nextInt(2); i >= 0; i--) {
            wanted.put(FleetNames.CLASSES.get(random.nextInt(FleetNames.CLASSES.size())), 1L + random.nextInt(2));
        }
        if (!wanted.keySet().stream().allMatch(view::isKnown)) {
            return Optional.empty();
        }
        List<Candidate> offered = CandidateSearch.search(
                        view,
                        CandidateRequest.of(
                                RequestGroup.of(RequestGroup.UNSUFFIXED, ImmutableSortedMap.copyOfSorted(wanted))))
                .candidates();
        return offered.isEmpty()
                ? Optional.empty()
                : Optional.of(offered.get(random.nextInt(offered.size())).allocations());
    }

    /** All that one holds goes to another one, or they swap, as a server that is resized does with its migration. */
    private ClaimAllocations move(CommandId id, RegionView view) {
        ConsumerId from = consumer();
        ConsumerId to = consumer();
        Allocations held = view.consumer(from).map(Consumer::allocations).orElse(Allocations.NONE);
        Allocations others = view.consumer(to).map(Consumer::allocations).orElse(Allocations.NONE);
        if (from.equals(to)) {
            return new ClaimAllocations(id, ImmutableList.of(claim(from, held)));
        }
        Allocations back = random.nextBoolean() ? others : Allocations.NONE;
        Allocations taken = held;
        if (random.nextInt(4) == 0) {
            Allocations.Builder amounts = Allocations.builder();
            amounts.addAll(held);
            addStock(view, amounts);
            taken = amounts.build();
        }
        ImmutableList<ConsumerClaim> claims = ImmutableList.of(claim(from, back), claim(to, taken));
        return new ClaimAllocations(id, random.nextBoolean() ? claims : claims.reverse());
    }

    private Command change(CommandId id) {
        ChangeDevice.Action[] actions = ChangeDevice.Action.values();
        // What is taken out comes back at last, or nothing would be left to claim.
        ChangeDevice.Action action = random.nextInt(3) == 0
                ? actions[random.nextInt(actions.length)]
                : random.nextBoolean() ? ChangeDevice.Action.ACKNOWLEDGE : ChangeDevice.Action.RETURN;
        return new ChangeDevice(
                id,
                machine().root(),
                reports.address(),
                action,
                action.takesOut() ? Optional.of("reason " + random.nextInt(2)) : Optional.empty());
    }

    private Command inventories(CommandId id, RegionView view) {
        List<ProviderId> all = machine().providers();
        Optional<Provider> found = view.provider(all.get(random.nextInt(all.size())));
        if (found.isEmpty()) {
            return new ReleaseAllocations(id, consumer());
        }
        Provider provider = found.get();
        if (random.nextInt(8) == 0) {
            return new ReplaceTraits(
                    id,
                    provider.id(),
                    OptionalLong.empty(),
                    random.nextBoolean()
                            ? ImmutableSortedSet.of()
                            : ImmutableSortedSet.of(Trait.of("COMPUTE_STATUS_DISABLED"), Trait.of("HW_NIC_SRIOV")));
        }
        if (provider.inventories().isEmpty()) {
            return new ReplaceInventories(
                    id,
                    provider.id(),
                    OptionalLong.empty(),
                    ImmutableSortedMap.of(FleetNames.EXTRA, InventoryRecord.of(3)));
        }
        TreeMap<ResourceClass, InventoryRecord> written = new TreeMap<>(provider.inventories());
        ResourceClass one = written.keySet().stream()
                .skip(random.nextInt(written.size()))
                .findFirst()
                .orElseThrow();
        InventoryRecord now = written.get(one);
        long reserved = random.nextBoolean() ? 0 : random.nextLong(now.total() + 1);
        double ratio =
                one.equals(FleetNames.VCPU) && random.nextInt(3) == 0 ? 1 + random.nextInt(2) : now.allocationRatio();
        written.put(
                one, new InventoryRecord(now.total(), reserved, now.minUnit(), now.maxUnit(), now.stepSize(), ratio));
        if (random.nextInt(20) == 0) {
            written.remove(one);
        }
        return new ReplaceInventories(
                id, provider.id(), OptionalLong.empty(), ImmutableSortedMap.copyOfSorted(written));
    }

    private Command life(CommandId id, RegionView view) {
        FleetNames.Machine machine = machine();
        return switch (random.nextInt(14)) {
            case 0, 1, 2 -> new DrainHost(id, machine.root(), "reason " + random.nextInt(2));
            case 3, 4, 5, 6, 7 -> new UndrainHost(id, machine.root());
            case 8 ->
                new RemoveHost(id, machine.root(), random.nextInt(3) == 0 ? Optional.of("it burnt") : Optional.empty());
            case 9 ->
                new RenameHost(
                        id,
                        machine.root(),
                        random.nextBoolean() ? machine.name() : machine().name() + "_old");
            case 10 -> new EnrolHost(id, new Enrolment(machine.root(), Optional.empty(), Optional.empty()));
            case 11, 12 -> new WithdrawHost(id, machine.root());
            default -> reports.next(id, view);
        };
    }

    /** An operator's own provider below a host, and moves of inventories with what is held of them. */
    private Command others(CommandId id, RegionView view) {
        FleetNames.Machine machine = machine();
        Optional<Provider> extra = view.provider(machine.extra());
        Optional<Provider> root = view.provider(machine.root());
        if (extra.isEmpty() || root.isEmpty()) {
            ProviderId parent = random.nextInt(3) > 0
                    ? machine.root()
                    : machine.wholeCards().get(0);
            return new CreateProvider(id, machine.extra(), machine.name() + "_extra", Optional.of(parent));
        }
        if (random.nextInt(3) == 0) {
            return new DeleteProvider(id, machine.extra());
        }
        boolean isDown = root.get().inventories().containsKey(FleetNames.EXTRA);
        return reshape(id, view, isDown ? root.get() : extra.get(), isDown ? extra.get() : root.get());
    }

    private Command reshape(CommandId id, RegionView view, Provider from, Provider to) {
        InventoryRecord moved = from.inventories().get(FleetNames.EXTRA);
        if (moved == null || to.inventories().containsKey(FleetNames.EXTRA)) {
            return new ReleaseAllocations(id, consumer());
        }
        TreeMap<ResourceClass, InventoryRecord> rest = new TreeMap<>(from.inventories());
        rest.remove(FleetNames.EXTRA);
        TreeMap<ResourceClass, InventoryRecord> more = new TreeMap<>(to.inventories());
        more.put(FleetNames.EXTRA, moved);
        ImmutableList.Builder<ConsumerClaim> claims = ImmutableList.builder();
        for (ConsumerId holder : view.consumersOn(from.id())) {
            Consumer consumer = view.consumer(holder).orElseThrow();
            if (consumer.allocations().amount(from.id(), FleetNames.EXTRA) > 0) {
                Allocations.Builder amounts = Allocations.builder();
                consumer.allocations().forEach(each -> {
                    boolean isMoved = each.provider().equals(from.id())
                            && each.resourceClass().equals(FleetNames.EXTRA);
                    amounts.add(isMoved ? to.id() : each.provider(), each.resourceClass(), each.amount());
                });
                claims.add(claim(holder, amounts.build()));
            }
        }
        return new Reshape(
                id,
                ImmutableSortedMap.of(
                        from.id(),
                        new ReshapedInventories(from.generation(), ImmutableSortedMap.copyOfSorted(rest)),
                        to.id(),
                        new ReshapedInventories(to.generation(), ImmutableSortedMap.copyOfSorted(more))),
                claims.build());
    }
}

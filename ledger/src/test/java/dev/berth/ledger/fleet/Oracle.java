package dev.berth.ledger.fleet;

import static dev.berth.ledger.fleet.Must.must;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.command.ChangeDevice;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.DeleteProvider;
import dev.berth.events.command.DrainHost;
import dev.berth.events.command.EnrolHost;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.RemoveHost;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.command.Reshape;
import dev.berth.events.command.UndrainHost;
import dev.berth.events.command.WithdrawHost;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.TrackedDevice;
import dev.berth.events.model.Trait;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is so in a fleet by the words of docs/hosts.md and docs/pci.md, kept in maps of its own: it follows the commands
 * and what they were answered, reads of the ledger's state no more than facts, and says of each step whether it may be.
 * Throws an {@link AssertionError} that says what should be so. For one thread.
 */
final class Oracle {
    private static final Trait DISABLED = Trait.of("COMPUTE_STATUS_DISABLED");

    private final FleetNames names;
    private final List<ProviderId> ids = new ArrayList<>();

    /** Whose devices each provider may count. */
    private final TreeMap<ProviderId, ProviderId> hosts = new TreeMap<>();

    /** As of the last step; another map once anything of them changes, as are the two below. */
    private TreeMap<ProviderId, Provider> providers = new TreeMap<>();

    private final TreeMap<ProviderId, Parts> devices = new TreeMap<>();
    private TreeMap<ConsumerId, Allocations> held = new TreeMap<>();
    private TreeMap<ProviderId, TreeMap<ResourceClass, Long>> used = new TreeMap<>();
    private final TreeSet<ProviderId> drained = new TreeSet<>();
    private final TreeSet<ProviderId> enrolled = new TreeSet<>();

    /** What the last report of each host has said, as long as it is a host. */
    private final TreeMap<ProviderId, TreeMap<ProviderId, ReportedProvider>> reports = new TreeMap<>();

    /** What agents have left out while it was held, with what there is of it. */
    private final TreeMap<ProviderId, TreeMap<ResourceClass, Long>> departing = new TreeMap<>();

    private RegionView view;

    Oracle(FleetNames names, RegionView view) {
        this.names = names;
        this.view = view;
        for (FleetNames.Machine machine : names.machines) {
            ids.addAll(machine.providers());
            machine.providers().forEach(provider -> hosts.put(provider, machine.root()));
            devices.put(machine.root(), new Parts());
        }
    }

    /** Judges one step, and knows it from then on. */
    void follow(Command command, Ledger.Step step) {
        boolean isGranted = step.decision().outcome().refusal().isEmpty();
        RegionView after = step.after();
        RegionView before = view;
        boolean areSame = after.providers() == before.providers()
                && after.consumers() == before.consumers()
                && after.devices() == before.devices()
                && after.drains() == before.drains();
        must(isGranted || areSame, () -> "a refusal to change nothing");
        TreeMap<ConsumerId, Allocations> heldBefore = held;
        TreeMap<ProviderId, Provider> providersBefore = providers;
        TreeSet<ProviderId> drainedBefore = drained.isEmpty() ? drained : new TreeSet<>(drained);
        view = after;
        if (after.providers() != before.providers()) {
            learnProviders();
        }
        learn(command, isGranted, providersBefore);
        if (after.consumers() != before.consumers() || after.providers() != before.providers()) {
            learnHoldings();
        }
        verifyHolders(command, isGranted, heldBefore, providersBefore, drainedBefore);
        if (areSame && !isGranted) {
            return;
        }
        verifyDevices();
        verifyDepartures();
        verifyDrains();
    }

    /** What anybody can get of a class of a provider who holds nothing there: 0 of a drained host's. */
    long offered(ProviderId provider, ResourceClass resourceClass) {
        return drained.contains(rootOf(provider)) ? 0 : free(provider, resourceClass);
    }

    /** How much of a class of a provider one claim gets, of those who may have it. */
    private long free(ProviderId provider, ResourceClass resourceClass) {
        InventoryRecord inventory = inventory(provider, resourceClass);
        if (inventory == null) {
            return 0;
        }
        long left = capacity(inventory) - used(provider, resourceClass);
        Parts parts = devices.get(hosts.get(provider));
        if (parts.isCounted(provider, resourceClass)) {
            left = Math.min(left, parts.free(provider, resourceClass));
        }
        return Math.max(0, Math.min(left, inventory.maxUnit()));
    }

    /** How many devices a newcomer gets of a host that the test holds of, alone or by the provider that counts them. */
    long offeredDevices(ProviderId root, java.util.function.Predicate<Part> isWanted) {
        if (drained.contains(root) || !providers.containsKey(root)) {
            return 0;
        }
        TreeMap<ProviderId, Long> counted = new TreeMap<>();
        long free = 0;
        for (Part part : devices.get(root).all()) {
            if (devices.get(root).isFree(part) && isWanted.test(part)) {
                Optional<ProviderId> provider = part.said.provider();
                if (provider.isPresent()) {
                    counted.put(
                            provider.get(),
                            offered(provider.get(), Part.classOf(part.said).orElseThrow()));
                } else {
                    free++;
                }
            }
        }
        return free + counted.values().stream().mapToLong(Long::longValue).sum();
    }

    Iterable<ProviderId> providers() {
        return providers.keySet();
    }

    ProviderId rootOf(ProviderId provider) {
        return rootIn(providers, provider);
    }

    private static ProviderId rootIn(Map<ProviderId, Provider> tree, ProviderId provider) {
        ProviderId at = provider;
        while (tree.containsKey(at) && tree.get(at).parent().isPresent()) {
            at = tree.get(at).parent().get();
        }
        return at;
    }

    private InventoryRecord inventory(ProviderId provider, ResourceClass resourceClass) {
        Provider known = providers.get(provider);
        return known == null ? null : known.inventories().get(resourceClass);
    }

    private static long capacity(InventoryRecord inventory) {
        return (long) ((inventory.total() - inventory.reserved()) * inventory.allocationRatio());
    }

    private long used(ProviderId provider, ResourceClass resourceClass) {
        TreeMap<ResourceClass, Long> amounts = used.get(provider);
        return amounts == null ? 0 : amounts.getOrDefault(resourceClass, 0L);
    }

    private void learnProviders() {
        providers = new TreeMap<>();
        for (ProviderId id : ids) {
            view.provider(id).ifPresent(now -> providers.put(id, now));
        }
        must(providers.size() == view.providers().size(), () -> "no providers but " + providers.keySet());
    }

    private void learn(Command command, boolean isGranted, TreeMap<ProviderId, Provider> before) {
        switch (command.kind()) {
            case CHANGE_DEVICE -> {
                ChangeDevice change = (ChangeDevice) command;
                must(
                        devices.get(change.host()).change(change) == isGranted,
                        () -> (isGranted ? "no" : "a") + " device of which that can be said");
            }
            case REPORT_HOST -> learn((ReportHost) command, isGranted, before);
            case REPLACE_INVENTORIES -> learn((ReplaceInventories) command, isGranted, before);
            case RESHAPE -> {
                if (isGranted) {
                    ((Reshape) command)
                            .inventories()
                            .forEach((provider, given) -> written(provider, given.inventories(), before));
                }
            }
            case DRAIN_HOST -> {
                ProviderId host = ((DrainHost) command).host();
                must(isGranted == isHost(host), () -> "to drain a host and nothing else: " + isHost(host));
                if (isGranted) {
                    drained.add(host);
                }
            }
            case UNDRAIN_HOST -> {
                ProviderId host = ((UndrainHost) command).host();
                must(isGranted == isHost(host), () -> "to undrain a host and nothing else: " + isHost(host));
                drained.remove(host);
            }
            case ENROL_HOST -> {
                if (isGranted) {
                    enrolled.add(((EnrolHost) command).enrolment().host());
                }
            }
            case WITHDRAW_HOST -> {
                ProviderId host = ((WithdrawHost) command).host();
                enrolled.remove(host);
                if (!isHost(host)) {
                    drained.remove(host);
                }
            }
            case DELETE_PROVIDER -> {
                if (isGranted) {
                    reports.values().forEach(said -> said.remove(((DeleteProvider) command).provider()));
                }
            }
            case REMOVE_HOST -> learn((RemoveHost) command, isGranted, before);
            default -> {}
        }
    }

    private boolean isHost(ProviderId host) {
        return enrolled.contains(host) || reports.containsKey(host);
    }

    private void learn(RemoveHost command, boolean isGranted, TreeMap<ProviderId, Provider> before) {
        ProviderId host = command.host();
        TreeSet<ProviderId> tree = treeIn(before, host);
        boolean isHeld = isHeld(host, tree);
        boolean isDone = isHost(host) && (!isHeld || command.forced().isPresent());
        must(isGranted == isDone, () -> "a removal " + (isDone ? "done" : "refused") + ", held: " + isHeld);
        if (isGranted) {
            gone(host, tree);
        }
    }

    private boolean isHeld(ProviderId host, TreeSet<ProviderId> tree) {
        boolean isHeld =
                held.values().stream().anyMatch(all -> all.providers().stream().anyMatch(tree::contains));
        for (Part part : devices.get(host).all()) {
            isHeld |= part.holder.isPresent();
        }
        return isHeld;
    }

    private static TreeSet<ProviderId> treeIn(Map<ProviderId, Provider> providers, ProviderId root) {
        TreeSet<ProviderId> tree = new TreeSet<>();
        for (ProviderId id : providers.keySet()) {
            if (rootIn(providers, id).equals(root)) {
                tree.add(id);
            }
        }
        return tree;
    }

    private void gone(ProviderId host, TreeSet<ProviderId> tree) {
        for (ProviderId provider : tree) {
            must(!providers.containsKey(provider), () -> "no " + names.symbols.name(provider) + " any more");
            departing.remove(provider);
        }
        TreeMap<PciAddress, ConsumerId> nobody = new TreeMap<>();
        devices.get(host).hold(nobody, (one, other) -> false, "removal");
        devices.get(host).report(List.of(), new TreeSet<>());
        reports.remove(host);
        enrolled.remove(host);
        drained.remove(host);
    }

    private void learn(ReportHost report, boolean isGranted, TreeMap<ProviderId, Provider> before) {
        ProviderId host = report.host();
        TreeMap<ProviderId, ReportedProvider> said = new TreeMap<>();
        report.providers().forEach(reported -> said.put(reported.provider(), reported));
        boolean isForeign = false;
        for (ProviderId id : said.keySet()) {
            isForeign |= before.containsKey(id) && !rootIn(before, id).equals(host);
        }
        boolean isOthers = isForeign;
        must(!(isGranted && isOthers), () -> "nobody to report what stands in another tree");
        ProviderId namesake = namesake(report, before);
        if (!isGranted) {
            boolean isNameTaken = report.providers().stream()
                    .anyMatch(reported -> before.values().stream()
                            .anyMatch(other -> !other.id().equals(reported.provider())
                                    && other.name().equals(reported.name())));
            must(isOthers || isNameTaken, () -> "a report granted that takes nothing of others");
            return;
        }
        if (namesake != null) {
            TreeSet<ProviderId> tree = treeIn(before, namesake);
            must(
                    report.takeOverName()
                            && !isHeld(namesake, tree)
                            && tree.stream().noneMatch(enrolled::contains),
                    () -> "the name of a host that is enrolled or in use to stay with it");
            gone(namesake, tree);
            devices.get(host).inherit(devices.get(namesake));
        }
        devices.get(host).report(report.devices(), report.cleaned());
        TreeMap<ProviderId, ReportedProvider> last = reports.getOrDefault(host, new TreeMap<>());
        last.forEach((provider, was) -> was.inventories().keySet().forEach(resourceClass -> {
            ReportedProvider now = said.get(provider);
            boolean isLeftOut = now == null || !now.inventories().containsKey(resourceClass);
            if (isLeftOut && before.containsKey(provider)) {
                depart(provider, resourceClass, before);
            }
        }));
        said.forEach((provider, reported) -> reported.inventories().forEach((resourceClass, inventory) -> {
            departing.getOrDefault(provider, new TreeMap<>()).remove(resourceClass);
            InventoryRecord now = inventory(provider, resourceClass);
            must(
                    now != null && now.total() == inventory.total(),
                    () -> inventory.total() + " " + resourceClass + " of " + names.symbols.name(provider) + " but got "
                            + now);
        }));
        for (ProviderId provider : said.keySet()) {
            must(
                    view.voucherOf(provider).equals(Optional.of(host)),
                    () -> names.symbols.name(provider) + " vouched for by its host alone");
        }
        reports.put(host, said);
    }

    private void depart(ProviderId provider, ResourceClass resourceClass, TreeMap<ProviderId, Provider> before) {
        InventoryRecord was = before.get(provider).inventories().get(resourceClass);
        if (was != null) {
            departing
                    .computeIfAbsent(provider, none -> new TreeMap<>())
                    .putIfAbsent(resourceClass, Math.max(was.total(), used(provider, resourceClass)));
        }
    }

    /** Whose tree a report that is granted takes away; null if none. */
    private static ProviderId namesake(ReportHost report, TreeMap<ProviderId, Provider> before) {
        String name = report.providers().get(0).name();
        for (Provider other : before.values()) {
            if (other.name().equals(name) && !rootIn(before, other.id()).equals(report.host())) {
                return rootIn(before, other.id());
            }
        }
        return null;
    }

    private void learn(ReplaceInventories command, boolean isGranted, TreeMap<ProviderId, Provider> before) {
        if (isGranted) {
            written(command.provider(), command.inventories(), before);
        }
    }

    private void written(
            ProviderId provider,
            ImmutableSortedMap<ResourceClass, InventoryRecord> written,
            TreeMap<ProviderId, Provider> before) {
        ImmutableSortedMap<ResourceClass, InventoryRecord> was =
                before.get(provider).inventories();
        was.forEach((resourceClass, inventory) -> {
            InventoryRecord now = written.get(resourceClass);
            if (!inventory.equals(now) && !isCounted(provider, resourceClass)) {
                // Written as something else, it is the writer's; devices are nobody's to write.
                departing.getOrDefault(provider, new TreeMap<>()).remove(resourceClass);
            }
            boolean wasMarked = inventory.reserved() > 0 && inventory.reserved() == inventory.total();
            if (wasMarked && now != null && now.reserved() == 0) {
                devices.values().forEach(parts -> parts.acknowledge(provider, resourceClass));
            }
        });
    }

    /** Anyone who holds something holds what the ledger says, and the sums are the oracle's own. */
    private void learnHoldings() {
        held = new TreeMap<>();
        used = new TreeMap<>();
        for (ConsumerId id : names.consumers) {
            Optional<Consumer> consumer = view.consumer(id);
            if (consumer.isPresent()) {
                held.put(id, consumer.get().allocations());
                consumer.get()
                        .allocations()
                        .forEach((provider, amounts) -> amounts.forEach(
                                (resourceClass, amount) -> used.computeIfAbsent(provider, none -> new TreeMap<>())
                                        .merge(resourceClass, amount, Long::sum)));
            }
        }
        must(held.size() == view.consumers().size(), () -> "no consumers but " + held.keySet());
        used.forEach((provider, amounts) -> amounts.forEach((resourceClass, amount) -> {
            must(
                    view.used(provider, resourceClass) == amount,
                    () -> amount + " " + resourceClass + " in use at " + names.symbols.name(provider));
            must(
                    inventory(provider, resourceClass) != null,
                    () -> "an inventory of what is held: " + resourceClass + " of " + names.symbols.name(provider));
        }));
        for (Provider provider : providers.values()) {
            for (ResourceClass resourceClass : provider.inventories().keySet()) {
                must(
                        view.used(provider.id(), resourceClass) == used(provider.id(), resourceClass),
                        () -> resourceClass + " in use at " + names.symbols.name(provider.id()));
            }
        }
    }

    private void verifyHolders(
            Command command,
            boolean isGranted,
            TreeMap<ConsumerId, Allocations> before,
            TreeMap<ProviderId, Provider> providersBefore,
            TreeSet<ProviderId> drainedBefore) {
        TreeMap<ConsumerId, Allocations> expected = new TreeMap<>(before);
        boolean mayGrow = false;
        if (command instanceof ClaimAllocations claim) {
            mayGrow = isGranted;
            claimed(claim.claims(), isGranted, expected);
            boolean areMere = claim.claims().size() == 1
                    && claim.claims().get(0).devices().isEmpty();
            if (areMere && !before.containsKey(claim.claims().get(0).consumer())) {
                verifyNewcomer(claim.claims().get(0), isGranted, before, drainedBefore);
            }
        } else if (command instanceof Reshape reshape) {
            claimed(reshape.claims(), isGranted, expected);
        } else if (command instanceof ReleaseAllocations release) {
            must(isGranted == before.containsKey(release.consumer()), () -> "a release of what is held");
            expected.remove(release.consumer());
        } else if (command instanceof RemoveHost removal && isGranted) {
            TreeSet<ProviderId> tree = treeIn(providersBefore, removal.host());
            before.forEach((consumer, allocations) -> {
                Allocations.Builder rest = Allocations.builder();
                allocations.forEach((provider, amounts) -> {
                    if (!tree.contains(provider)) {
                        rest.put(provider, amounts);
                    }
                });
                if (rest.build().isEmpty()) {
                    expected.remove(consumer);
                } else {
                    expected.put(consumer, rest.build());
                }
            });
        }
        must(held.equals(expected), () -> "these to hold what they hold: " + expected + " but got " + held);
        if (mayGrow) {
            verifyRoom(before, providersBefore);
            verifyDrained(before, drainedBefore, providersBefore);
        }
    }

    /** What the consumers hold after a granted claim: what they asked for, and the devices that it stands for. */
    private void claimed(List<ConsumerClaim> claims, boolean isGranted, TreeMap<ConsumerId, Allocations> expected) {
        for (ConsumerClaim claim : isGranted ? claims : List.<ConsumerClaim>of()) {
            Allocations now = held.getOrDefault(claim.consumer(), Allocations.NONE);
            if (claim.devices().isPresent()) {
                claim.allocations()
                        .forEach(asked -> must(
                                now.amount(asked.provider(), asked.resourceClass()) >= asked.amount(),
                                () -> "what was asked for: " + asked));
                now.forEach(got -> must(
                        got.amount() <= claim.allocations().amount(got.provider(), got.resourceClass())
                                || isCounted(got.provider(), got.resourceClass()),
                        () -> "nothing but devices beside what was asked for, but got " + got));
            } else {
                must(now.equals(claim.allocations()), () -> "what was asked for: " + claim.allocations());
            }
            if (now.isEmpty()) {
                expected.remove(claim.consumer());
            } else {
                expected.put(claim.consumer(), now);
            }
        }
    }

    private boolean isCounted(ProviderId provider, ResourceClass resourceClass) {
        return devices.get(hosts.get(provider)).isCounted(provider, resourceClass);
    }

    /** A claim of amounts by one who holds nothing is granted if, and only if, all of it was to be had. */
    private void verifyNewcomer(
            ConsumerClaim claim,
            boolean isGranted,
            TreeMap<ConsumerId, Allocations> before,
            TreeSet<ProviderId> drainedBefore) {
        if (isGranted) {
            return;
        }
        // Nothing has changed, so that the oracle knows what there was.
        boolean isToBeHad = !claim.allocations().isEmpty();
        for (var asked : claim.allocations()) {
            isToBeHad &= offered(asked.provider(), asked.resourceClass()) >= asked.amount();
        }
        boolean excludesItself = false;
        for (FleetNames.Machine machine : names.machines) {
            for (int card = 0; card < FleetNames.CARDS; card++) {
                excludesItself |= claim.allocations()
                                        .amount(machine.wholeCards().get(card), FleetNames.PF)
                                > 0
                        && claim.allocations().amount(machine.slicedCards().get(card), FleetNames.VF) > 0;
            }
        }
        boolean isRefusedWrongly = isToBeHad && !excludesItself;
        must(!isRefusedWrongly, () -> "a claim of what can be had to be granted: " + claim.allocations());
    }

    /** Nobody got more of anything than there is. */
    private void verifyRoom(TreeMap<ConsumerId, Allocations> before, TreeMap<ProviderId, Provider> providersBefore) {
        used.forEach((provider, amounts) -> amounts.forEach((resourceClass, amount) -> {
            long was = 0;
            for (Allocations allocations : before.values()) {
                was += allocations.amount(provider, resourceClass);
            }
            // The one before the claim, for what is for one time use is reserved with it.
            InventoryRecord inventory =
                    providersBefore.get(provider).inventories().get(resourceClass);
            long isBefore = was;
            must(
                    amount <= was || amount <= capacity(inventory),
                    () -> "no more than " + inventory + " " + resourceClass + " of " + names.symbols.name(provider)
                            + " but got " + isBefore + " and then " + amount);
        }));
    }

    /** Newcomers on a drained host got no more of anything than others let go of there by the same command. */
    private void verifyDrained(
            TreeMap<ConsumerId, Allocations> before,
            TreeSet<ProviderId> drainedBefore,
            TreeMap<ProviderId, Provider> providersBefore) {
        for (ProviderId root : drainedBefore) {
            TreeMap<ProviderId, TreeMap<ResourceClass, Long>> more = new TreeMap<>();
            held.forEach((consumer, now) -> {
                Allocations was = before.getOrDefault(consumer, Allocations.NONE);
                boolean isNew = was.providers().stream()
                                .noneMatch(at -> rootIn(providersBefore, at).equals(root))
                        && !isBusy(root, consumer);
                now.forEach(got -> {
                    if (isNew && rootIn(providersBefore, got.provider()).equals(root)) {
                        more.computeIfAbsent(got.provider(), none -> new TreeMap<>())
                                .merge(got.resourceClass(), got.amount(), Long::sum);
                    }
                });
            });
            before.forEach((consumer, was) -> was.forEach(had -> {
                long lost = had.amount()
                        - held.getOrDefault(consumer, Allocations.NONE).amount(had.provider(), had.resourceClass());
                if (lost > 0 && more.containsKey(had.provider())) {
                    more.get(had.provider()).merge(had.resourceClass(), -lost, Long::sum);
                }
            }));
            more.forEach((provider, amounts) -> amounts.forEach((resourceClass, amount) -> must(
                    amount <= 0,
                    () -> "no newcomer on a drained host but one got " + amount + " " + resourceClass + " of "
                            + names.symbols.name(provider))));
        }
    }

    /** Whether it had a device of the host before the step; devices are learnt after holdings. */
    private boolean isBusy(ProviderId root, ConsumerId consumer) {
        for (Part part : devices.get(root).all()) {
            if (part.holder.equals(Optional.of(consumer))) {
                return true;
            }
        }
        return false;
    }

    private void verifyDevices() {
        for (FleetNames.Machine machine : names.machines) {
            List<TrackedDevice> now = view.devices().of(machine.root()).devices();
            Parts parts = devices.get(machine.root());
            TreeMap<PciAddress, ConsumerId> holders = new TreeMap<>();
            for (TrackedDevice device : now) {
                device.owner().ifPresent(owner -> holders.put(device.address(), owner));
            }
            parts.hold(holders, this::isSameProject, "the command");
            must(parts.count() == now.size(), () -> "as many devices as were reported, of " + machine.name());
            for (TrackedDevice device : now) {
                verify(machine, parts, device);
            }
        }
        verifyUnits();
    }

    private boolean isSameProject(ConsumerId one, ConsumerId other) {
        return names.projectOf(one).equals(names.projectOf(other));
    }

    private void verify(FleetNames.Machine machine, Parts parts, TrackedDevice device) {
        Part part = parts.at(device.address()).orElse(null);
        must(part != null, () -> "no " + device);
        boolean isSo = part.holder.equals(device.owner())
                && device.status().isBusy() == part.holder.isPresent()
                && part.isDirty == device.dirty()
                && part.isOutOfService == device.outage().isPresent()
                && part.isLeftOut == device.departing()
                && parts.isFree(part) == device.isAvailable();
        must(
                isSo,
                () -> "a device of " + machine.name() + " held by " + part.holder + ", dirty " + part.isDirty + ", out "
                        + part.isOutOfService + ", left out " + part.isLeftOut + ", free " + parts.isFree(part)
                        + " but got " + device);
        must(
                part.said.equals(device.device())
                        || part.saidSince.equals(Optional.of(device.device()))
                        || part.isLeftOut,
                () -> part.said + " but got " + device.device());
        part.said = device.device();
        if (device.pending().isEmpty()) {
            part.saidSince = Optional.empty();
        }
    }

    /** Anyone who holds so many units of a provider that counts devices holds as many of its devices. */
    private void verifyUnits() {
        TreeMap<ProviderId, TreeMap<ResourceClass, Long>> units = new TreeMap<>();
        for (Parts parts : devices.values()) {
            for (Part part : parts.all()) {
                if (part.holder.isPresent()) {
                    ProviderId provider = part.said.provider().orElse(null);
                    if (provider != null) {
                        units.computeIfAbsent(provider, none -> new TreeMap<>())
                                .merge(Part.classOf(part.said).orElseThrow(), 1L, Long::sum);
                    }
                    must(held.containsKey(part.holder.get()), () -> "holders that are there, as of " + part.address());
                }
            }
        }
        for (FleetNames.Machine machine : names.machines) {
            for (int card = 0; card < FleetNames.CARDS; card++) {
                verifyUnits(units, machine.wholeCards().get(card), FleetNames.PF);
                verifyUnits(units, machine.slicedCards().get(card), FleetNames.VF);
            }
            verifyUnits(units, machine.gpu(), FleetNames.GPU);
        }
    }

    private void verifyUnits(
            TreeMap<ProviderId, TreeMap<ResourceClass, Long>> units, ProviderId provider, ResourceClass resourceClass) {
        long count = units.getOrDefault(provider, new TreeMap<>()).getOrDefault(resourceClass, 0L);
        must(
                count == used(provider, resourceClass),
                () -> used(provider, resourceClass) + " devices held of " + names.symbols.name(provider) + " but got "
                        + count);
    }

    /** What departs is as much as is held, and never grows. */
    private void verifyDepartures() {
        departing.forEach((provider, classes) -> classes.entrySet().removeIf(each -> {
            ResourceClass resourceClass = each.getKey();
            long inUse = used(provider, resourceClass);
            InventoryRecord now = inventory(provider, resourceClass);
            must(
                    inUse <= each.getValue()
                            && (inUse == 0
                                    ? now == null
                                    : now != null
                                            && now.total() == inUse
                                            && now.reserved() == 0
                                            && now.allocationRatio() == 1),
                    () -> resourceClass + " of " + names.symbols.name(provider) + " to depart with " + inUse + " of "
                            + each.getValue() + " but got " + now);
            each.setValue(inUse);
            return inUse == 0;
        }));
        departing.values().removeIf(Map::isEmpty);
        reports.forEach((host, said) -> said.keySet()
                .forEach(provider -> must(
                        providers.containsKey(provider) || !providers.containsKey(host),
                        () -> "what was reported to stay: " + names.symbols.name(provider))));
        for (Provider provider : providers.values()) {
            boolean isReported = false;
            for (TreeMap<ProviderId, ReportedProvider> said : reports.values()) {
                isReported |= said.containsKey(provider.id());
            }
            boolean isOperators =
                    names.machines.stream().anyMatch(it -> it.extra().equals(provider.id()));
            must(
                    isReported || isOperators || !provider.inventories().isEmpty() || view.hasChildren(provider.id()),
                    () -> "nothing left of " + names.symbols.name(provider.id()));
        }
    }

    private void verifyDrains() {
        must(drained.size() == view.drains().size(), () -> "drained are " + drained + " but got " + view.drains());
        for (ProviderId host : drained) {
            Provider root = providers.get(host);
            must(
                    view.drain(host).isPresent()
                            && (root == null || root.traits().contains(DISABLED)),
                    () -> names.symbols.name(host) + " to be drained and disabled");
        }
    }
}

package dev.berth.ledger.whatif;

import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.DeleteInventory;
import dev.berth.events.command.DeleteProvider;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.RemoveHost;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.Reshape;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Rejection;
import dev.berth.events.model.Allocation;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Drain;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import dev.berth.events.model.VouchedInventory;
import dev.berth.events.model.VouchedProvider;
import dev.berth.ledger.state.RegionView;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What a hypothesis strands, found by looking at everything that is held in the whole region, before and after, and at
 * all of it again for each removal. It knows no index, no sum that is kept and no arithmetic of the ledger's. Cells are
 * left out.
 */
final class StrandedOracle {
    private StrandedOracle() {}

    /** A step of a hypothesis. */
    record Step(RegionView before, Command command, Decision decision) {}

    static TreeSet<String> stranded(RegionView base, RegionView view, List<Step> steps) {
        TreeMap<String, Long> before = impossible(base);
        TreeSet<String> stranded = new TreeSet<>();
        impossible(view).forEach((key, excess) -> {
            boolean isWorse =
                    key.contains(" CAPACITY_EXCEEDED ") ? excess > excess(base, key) : !before.containsKey(key);
            if (isWorse) {
                stranded.add(key);
            }
        });
        TreeMap<ConsumerId, TreeSet<String>> removed = new TreeMap<>();
        steps.forEach(step -> take(step, removed));
        removed.values().forEach(stranded::addAll);
        return stranded;
    }

    /** How much is used beyond the capacity that the key names. */
    private static long excess(RegionView view, String key) {
        String[] words = key.split(" ");
        for (Provider provider : view.providers().all()) {
            if (provider.id().toString().equals(words[2])) {
                for (Map.Entry<?, InventoryRecord> inventory :
                        provider.inventories().entrySet()) {
                    if (inventory.getKey().toString().equals(words[3])) {
                        return Math.max(0, used(view, provider.id(), words[3]) - capacity(inventory.getValue()));
                    }
                }
            }
        }
        return 0;
    }

    private static long used(RegionView view, ProviderId provider, String resourceClass) {
        long used = 0;
        for (Consumer consumer : view.consumers().all()) {
            for (Allocation held : consumer.allocations()) {
                if (held.provider().equals(provider)
                        && held.resourceClass().toString().equals(resourceClass)) {
                    used += held.amount();
                }
            }
        }
        return used;
    }

    private static long capacity(InventoryRecord inventory) {
        return (long) ((inventory.total() - inventory.reserved()) * inventory.allocationRatio());
    }

    private static TreeMap<String, Long> impossible(RegionView view) {
        TreeMap<String, Long> found = new TreeMap<>();
        for (Consumer consumer : view.consumers().all()) {
            for (Allocation held : consumer.allocations()) {
                amount(view, consumer, held, found);
            }
        }
        view.devices().all().forEach(host -> {
            for (TrackedDevice device : host._2().devices()) {
                if (device.owner().isPresent() && device.departing()) {
                    found.put(device.owner().get() + " DEVICE_REMOVED " + host._1() + " " + device.address(), 0L);
                }
                if (device.owner().isPresent() && device.outage().isPresent()) {
                    found.put(
                            device.owner().get() + " DEVICE_OUT_OF_SERVICE " + host._1() + " " + device.address(), 0L);
                }
            }
        });
        for (Drain drain : view.drains().values()) {
            Predicate<ProviderId> isThere = id -> isBelow(view, id, drain.host());
            for (ConsumerId holder : holders(view, isThere)) {
                found.put(holder + " HOST_DRAINED " + drain.host(), 0L);
            }
        }
        return found;
    }

    private static void amount(RegionView view, Consumer consumer, Allocation held, TreeMap<String, Long> found) {
        String what = " " + held.provider() + " " + held.resourceClass();
        InventoryRecord inventory =
                view.provider(held.provider()).orElseThrow().inventories().get(held.resourceClass());
        for (HostReport report : view.hosts().all()) {
            VouchedProvider vouched = report.vouched().get(held.provider());
            if (vouched != null && vouched.departing()) {
                found.put(consumer.id() + " PROVIDER_REMOVED" + what, 0L);
            } else if (vouched != null) {
                VouchedInventory known = vouched.inventories().get(held.resourceClass());
                if (known != null && known.departedFrom().isPresent()) {
                    found.put(consumer.id() + " INVENTORY_REMOVED" + what, 0L);
                }
            }
        }
        long excess = used(view, held.provider(), held.resourceClass().toString()) - capacity(inventory);
        if (excess > 0) {
            found.put(consumer.id() + " CAPACITY_EXCEEDED" + what, excess);
        }
        if (held.amount() < inventory.minUnit()
                || held.amount() > inventory.maxUnit()
                || held.amount() % inventory.stepSize() != 0) {
            found.put(consumer.id() + " UNIT_CONSTRAINT_VIOLATED" + what, 0L);
        }
    }

    private static boolean isBelow(RegionView view, ProviderId id, ProviderId top) {
        for (ProviderId at = id; at != null; ) {
            if (at.equals(top)) {
                return true;
            }
            at = view.provider(at).flatMap(Provider::parent).orElse(null);
        }
        return false;
    }

    private static TreeSet<ConsumerId> holders(RegionView view, Predicate<ProviderId> isThere) {
        TreeSet<ConsumerId> holders = new TreeSet<>();
        for (Consumer consumer : view.consumers().all()) {
            for (Allocation held : consumer.allocations()) {
                if (isThere.test(held.provider())) {
                    holders.add(consumer.id());
                }
            }
            if (consumer.placement().isPresent()
                    && isThere.test(consumer.placement().get().host())) {
                holders.add(consumer.id());
            }
        }
        view.devices()
                .all()
                .forEach(host -> host._2().devices().forEach(device -> {
                    if (device.owner().isPresent() && isThere.test(host._1())) {
                        holders.add(device.owner().get());
                    }
                }));
        return holders;
    }

    private static void take(Step step, TreeMap<ConsumerId, TreeSet<String>> removed) {
        String rejection = step.decision()
                .outcome()
                .refusal()
                .map(refusal -> refusal.rejection().name())
                .orElse("");
        RegionView before = step.before();
        if (step.command() instanceof RemoveHost remove && !rejection.equals(Rejection.HOST_NOT_FOUND.name())) {
            lost(before, id -> isBelow(before, id, remove.host()), removed);
        } else if (step.command() instanceof DeleteProvider delete && rejection.equals("PROVIDER_IN_USE")) {
            lost(before, delete.provider()::equals, removed);
        } else if (step.command() instanceof DeleteInventory delete && rejection.equals("INVENTORY_IN_USE")) {
            lostClass(
                    before,
                    delete.provider(),
                    name -> name.equals(delete.resourceClass().toString()),
                    removed);
        } else if (step.command() instanceof ReplaceInventories replace && rejection.equals("INVENTORY_IN_USE")) {
            lostClass(
                    before,
                    replace.provider(),
                    name -> replace.inventories().keySet().stream()
                            .noneMatch(kept -> kept.toString().equals(name)),
                    removed);
        } else if (rejection.isEmpty() && step.command() instanceof ClaimAllocations claim) {
            claim.claims().forEach(each -> removed.remove(each.consumer()));
        } else if (rejection.isEmpty() && step.command() instanceof Reshape reshape) {
            reshape.claims().forEach(each -> removed.remove(each.consumer()));
        } else if (rejection.isEmpty() && step.command() instanceof ReleaseAllocations release) {
            removed.remove(release.consumer());
        }
    }

    private static void lost(
            RegionView before, Predicate<ProviderId> isGone, TreeMap<ConsumerId, TreeSet<String>> removed) {
        for (Consumer consumer : before.consumers().all()) {
            for (Allocation held : consumer.allocations()) {
                if (isGone.test(held.provider())) {
                    add(consumer.id(), "PROVIDER_REMOVED " + held.provider() + " " + held.resourceClass(), removed);
                }
            }
            consumer.placement()
                    .filter(placement -> isGone.test(placement.host()))
                    .ifPresent(placement -> add(consumer.id(), "PROVIDER_REMOVED " + placement.host(), removed));
        }
        before.devices()
                .all()
                .forEach(host -> host._2().devices().forEach(device -> {
                    if (device.owner().isPresent() && isGone.test(host._1())) {
                        add(device.owner().get(), "PROVIDER_REMOVED " + host._1() + " " + device.address(), removed);
                    }
                }));
    }

    private static void lostClass(
            RegionView before,
            ProviderId provider,
            Predicate<String> isGone,
            TreeMap<ConsumerId, TreeSet<String>> removed) {
        for (Consumer consumer : before.consumers().all()) {
            for (Allocation held : consumer.allocations()) {
                if (held.provider().equals(provider)
                        && isGone.test(held.resourceClass().toString())) {
                    add(consumer.id(), "INVENTORY_REMOVED " + provider + " " + held.resourceClass(), removed);
                }
            }
        }
    }

    private static void add(ConsumerId consumer, String what, TreeMap<ConsumerId, TreeSet<String>> removed) {
        removed.computeIfAbsent(consumer, none -> new TreeSet<>()).add(consumer + " " + what);
    }
}

package dev.berth.ledger.host;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.decision.Holders;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Limits;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.state.LedgerView;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Those who hold something of a tree: amounts of its providers, devices of it as a host, or cells for their guests.
 * Counts no more than {@code HOST_HOLDERS_MAX} of them. For one thread.
 */
public final class HostHolders {
    private final LedgerView view;
    private final int most;
    private final TreeSet<ConsumerId> found = new TreeSet<>();
    private boolean areMore;

    private HostHolders(LedgerView view, int most) {
        this.view = view;
        this.most = most;
    }

    /** Those who hold something in the tree of a host. */
    public static Holders of(LedgerView view, ProviderId host) {
        return of(view, Hosts.tree(view, host)).holders();
    }

    /** Those who hold something of the providers. */
    public static HostHolders of(LedgerView view, Iterable<ProviderId> tree) {
        return of(view, tree, Limits.HOST_HOLDERS_MAX);
    }

    /** The same, counted up to another number. */
    public static HostHolders of(LedgerView view, Iterable<ProviderId> tree, int most) {
        HostHolders holders = new HostHolders(view, most);
        for (ProviderId provider : tree) {
            holders.look(provider);
        }
        return holders;
    }

    private void look(ProviderId provider) {
        for (ConsumerId holder : view.consumersOn(provider)) {
            if (areMore) {
                return;
            }
            add(holder);
        }
        for (TrackedDevice device : view.devices().of(provider).devices()) {
            device.owner().ifPresent(this::add);
        }
        for (ConsumerId guest : view.guestsOn(provider)) {
            if (areMore) {
                return;
            }
            add(guest);
        }
    }

    private void add(ConsumerId holder) {
        if (found.size() < most) {
            found.add(holder);
        } else {
            areMore |= !found.contains(holder);
        }
    }

    /** All that were counted, in the order of their ids. */
    public Iterable<ConsumerId> all() {
        return found;
    }

    /** How many they are, and some of them. */
    public Holders holders() {
        Holders told = told(found);
        return new Holders(told.count(), areMore, told.told());
    }

    /** These, no more than can be counted. */
    public static Holders told(SortedSet<ConsumerId> all) {
        ImmutableSortedSet<ConsumerId> told = all.stream()
                .limit(Limits.TOLD_HOLDERS_MAX)
                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
        return new Holders(all.size(), false, told);
    }

    /** The ids of some of them in one line, with how many more there are. */
    public static Optional<String> text(Holders holders, int most) {
        if (holders.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        int told = 0;
        for (ConsumerId holder : holders.told()) {
            if (told == most) {
                break;
            }
            text.append(told++ == 0 ? "" : ", ").append(holder);
        }
        int left = holders.count() - told;
        if (left > 0) {
            text.append(holders.areMore() ? " and more than " : " and ")
                    .append(left)
                    .append(" more");
        }
        return Optional.of(text.toString());
    }
}

package dev.berth.ledger.candidate.order;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ProviderAmounts;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.forest.Forest;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is likely to be asked next: what was asked before and is held now on some hosts, evenly chosen among all, and
 * the request itself. However many hold something of a host, a bounded number of them is looked at. A function of the
 * state and the request. Immutable.
 *
 * @param shapes the most frequent, in order of how frequent they are
 */
record HeldRequests(ImmutableList<Shape> shapes) {
    /** On how many hosts one looks for consumers at most. */
    private static final int HOSTS_MOST = 128;

    /** With this many consumers one looks for no more. */
    private static final int CONSUMERS_MOST = 1_024;

    /** A provider that more hold is left out: consumers are sorted by id before the first is known. */
    private static final int HOLDERS_MOST = 1_024;

    private static final int SHAPES_MOST = 64;

    /** A consumer of more providers is left out: it would cost more to see whether it fits than others do. */
    private static final int PARTS_MOST = 32;

    private static final Comparator<Part> PART_ORDER = HeldRequests::compare;

    private static final Comparator<ImmutableList<Part>> PARTS_IN_ORDER = (one, other) -> {
        int order = Integer.compare(one.size(), other.size());
        for (int at = 0; at < one.size() && order == 0; at++) {
            order = compare(one.get(at), other.get(at));
            order = order != 0
                    ? order
                    : Integer.compare(one.get(at).count(), other.get(at).count());
        }
        return order;
    };

    /** By classes and their amounts. */
    private static int compare(Part one, Part other) {
        int order = Integer.compare(one.amounts().size(), other.amounts().size());
        Iterator<Map.Entry<ResourceClass, Long>> others =
                other.amounts().entrySet().iterator();
        for (Map.Entry<ResourceClass, Long> amount : one.amounts().entrySet()) {
            if (order != 0) {
                return order;
            }
            Map.Entry<ResourceClass, Long> another = others.next();
            order = amount.getKey().compareTo(another.getKey());
            order = order != 0 ? order : amount.getValue().compareTo(another.getValue());
        }
        return order;
    }

    /**
     * What some consumers hold alike.
     *
     * @param weight how many of them there are
     * @param parts what they hold of one provider each, in an order of its own
     */
    record Shape(long weight, ImmutableList<Part> parts) {}

    /**
     * What is held of one provider, and of how many providers.
     *
     * @param amounts by class
     */
    record Part(ImmutableSortedMap<ResourceClass, Long> amounts, int count) {}

    static HeldRequests in(RegionView view, CandidateRequest request) {
        TreeMap<ImmutableList<Part>, Long> weights = new TreeMap<>(PARTS_IN_ORDER);
        add(weights, request.groups().stream().map(RequestGroup::resources).iterator());
        Forest forest = view.forest();
        int trees = forest.trees();
        int hosts = Math.min(trees, HOSTS_MOST);
        int consumers = 0;
        int block = 0;
        int before = 0;
        for (int host = 0; host < hosts && consumers < CONSUMERS_MOST; host++) {
            int position = (int) ((long) host * trees / hosts);
            while (position >= before + forest.block(block).size()) {
                before += forest.block(block++).size();
            }
            Tree tree = forest.block(block).tree(position - before);
            consumers += addHolders(weights, view, tree, CONSUMERS_MOST - consumers);
        }
        List<Shape> shapes = new ArrayList<>(weights.size());
        weights.forEach((parts, weight) -> shapes.add(new Shape(weight, parts)));
        shapes.sort(Comparator.comparingLong(Shape::weight).reversed());
        return new HeldRequests(ImmutableList.copyOf(shapes.subList(0, Math.min(SHAPES_MOST, shapes.size()))));
    }

    /**
     * Counts the holders of the providers of a tree, from the root downward, until there are enough.
     *
     * @param enough of them; the last provider may have more, so there are at most {@link #HOLDERS_MOST} more
     */
    private static int addHolders(Map<ImmutableList<Part>, Long> weights, RegionView view, Tree tree, int enough) {
        TreeSet<ConsumerId> holders = new TreeSet<>();
        for (int member = 0; member < tree.size() && holders.size() < enough; member++) {
            if (view.consumers().countOn(tree.id(member)) <= HOLDERS_MOST) {
                view.consumers().on(tree.id(member)).forEach(holders::add);
            }
        }
        for (ConsumerId holder : holders) {
            add(
                    weights,
                    view.consumers().find(holder).orElseThrow().allocations().byProvider().stream()
                            .map(ProviderAmounts::amounts)
                            .iterator());
        }
        return holders.size();
    }

    private static void add(
            Map<ImmutableList<Part>, Long> weights, Iterator<ImmutableSortedMap<ResourceClass, Long>> held) {
        List<Part> parts = new ArrayList<>(2);
        while (held.hasNext() && parts.size() < PARTS_MOST) {
            ImmutableSortedMap<ResourceClass, Long> amounts = held.next();
            if (!amounts.isEmpty()) {
                parts.add(new Part(amounts, 1));
            }
        }
        parts.sort(PART_ORDER);
        ImmutableList.Builder<Part> merged = ImmutableList.builder();
        for (int at = 0; at < parts.size(); ) {
            int first = at;
            while (at < parts.size() && PART_ORDER.compare(parts.get(first), parts.get(at)) == 0) {
                at++;
            }
            merged.add(new Part(parts.get(first).amounts(), at - first));
        }
        if (!held.hasNext() && !parts.isEmpty()) {
            weights.merge(merged.build(), 1L, Long::sum);
        }
    }
}

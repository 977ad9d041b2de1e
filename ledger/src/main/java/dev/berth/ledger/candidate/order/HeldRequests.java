package dev.berth.ledger.candidate.order;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.forest.Forest;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.forest.TreeBlock;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is likely to be asked next: what was asked before and is held now on some hosts, evenly chosen among all, and
 * the request itself. A function of the state and the request. Immutable.
 *
 * @param shapes the most frequent, in order of how frequent they are
 */
record HeldRequests(ImmutableList<Shape> shapes) {
    /** On how many hosts one looks for consumers at most. */
    private static final int HOSTS_MOST = Integer.getInteger("hosts", 128);

    private static final int CONSUMERS_MOST = 1_024;
    private static final int SHAPES_MOST = Integer.getInteger("shapes", 64);

    /** A consumer of more providers is left out: it would cost more to see whether it fits than others do. */
    private static final int PARTS_MOST = 32;

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
        Map<String, Shape> byText = new TreeMap<>();
        List<ImmutableSortedMap<ResourceClass, Long>> asked = new ArrayList<>();
        for (RequestGroup group : request.groups()) {
            asked.add(group.resources());
        }
        add(byText, asked);
        Forest forest = view.forest();
        int trees = forest.trees();
        int hosts = Math.min(trees, HOSTS_MOST);
        int consumers = 0;
        for (int host = 0, block = 0, before = 0; host < hosts && consumers < CONSUMERS_MOST; host++) {
            int position = (int) ((long) host * trees / hosts);
            while (position >= before + forest.block(block).size()) {
                before += forest.block(block++).size();
            }
            consumers += addHolders(byText, view, forest.block(block).tree(position - before));
        }
        return new HeldRequests(byText.values().stream()
                .sorted(Comparator.comparingLong(Shape::weight).reversed())
                .limit(SHAPES_MOST)
                .collect(ImmutableList.toImmutableList()));
    }

    private static int addHolders(Map<String, Shape> byText, RegionView view, Tree tree) {
        TreeSet<ConsumerId> holders = new TreeSet<>();
        for (int member = 0; member < tree.size(); member++) {
            view.consumers().on(tree.id(member)).forEach(holders::add);
        }
        for (ConsumerId holder : holders) {
            List<ImmutableSortedMap<ResourceClass, Long>> held = new ArrayList<>();
            view.consumers().find(holder).orElseThrow().allocations().forEach((provider, amounts) -> held.add(amounts));
            add(byText, held);
        }
        return holders.size();
    }

    private static void add(Map<String, Shape> byText, List<ImmutableSortedMap<ResourceClass, Long>> held) {
        if (held.size() > PARTS_MOST) {
            return;
        }
        TreeMap<String, Part> parts = new TreeMap<>();
        for (ImmutableSortedMap<ResourceClass, Long> amounts : held) {
            if (!amounts.isEmpty()) {
                parts.merge(
                        amounts.toString(),
                        new Part(amounts, 1),
                        (one, more) -> new Part(one.amounts(), one.count() + more.count()));
            }
        }
        if (!parts.isEmpty()) {
            byText.merge(
                    parts.toString(),
                    new Shape(1, ImmutableList.copyOf(parts.values())),
                    (one, more) -> new Shape(one.weight() + more.weight(), one.parts()));
        }
    }
}

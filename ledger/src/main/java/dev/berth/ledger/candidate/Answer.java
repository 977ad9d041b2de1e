package dev.berth.ledger.candidate;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.candidate.Candidates.Cut;
import dev.berth.ledger.candidate.ProviderSummary.Stock;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.resource.integer.Capacity;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The answer to one request while it grows. For one thread. */
final class Answer {
    private final Plan plan;
    private final DeviceOffers offers;
    private final int most;
    private final ImmutableList.Builder<Candidate> candidates = ImmutableList.builder();
    private int size;

    /** Candidates that several trees can anchor; it is only asked what is in it. */
    private final Set<Candidate> anchoredAnywhere = new HashSet<>();

    /** The trees from which something is taken, with the members from which it is. */
    private final Map<Tree, TreeSet<Integer>> takenFrom = new LinkedHashMap<>();

    Answer(Plan plan, DeviceOffers offers, int most) {
        this.plan = plan;
        this.offers = offers;
        this.most = most;
    }

    boolean isFull() {
        return size >= most;
    }

    /** Adds the candidate that the search has reached; false if it is in the answer already, or has not the devices asked for. */
    boolean add(TreeSearch search) {
        Optional<Candidate> candidate =
                offers.complete(search.candidate(), search.anchor().root());
        if (candidate.isEmpty() || search.isAllShared() && !anchoredAnywhere.add(candidate.get())) {
            return false;
        }
        candidates.add(candidate.get());
        size++;
        if (candidate.get().devices().isPresent()) {
            takenFrom.computeIfAbsent(search.anchor(), none -> new TreeSet<>()).add(0);
        }
        for (int demand = 0; demand < plan.demands().length; demand++) {
            if (plan.demands()[demand].classes().length > 0) {
                Place place = search.chosen()[demand];
                takenFrom.computeIfAbsent(place.tree, none -> new TreeSet<>()).add(place.member);
            }
        }
        return true;
    }

    Candidates candidates(Optional<Cut> cut, long steps) {
        Map<Tree, TreeSet<Integer>> shown = takenFrom;
        boolean isBlind = plan.isBlind();
        return new Candidates(
                candidates.build(),
                () -> shown.entrySet().stream()
                        .flatMap(entry -> summaries(entry.getKey(), entry.getValue(), isBlind))
                        .iterator(),
                cut,
                steps);
    }

    private static Stream<ProviderSummary> summaries(Tree tree, TreeSet<Integer> taken, boolean isBlind) {
        IntStream members = isBlind ? taken.stream().mapToInt(Integer::intValue) : IntStream.range(0, tree.size());
        return members.mapToObj(member -> summary(tree, member));
    }

    private static ProviderSummary summary(Tree tree, int member) {
        ImmutableList.Builder<Stock> stocks = ImmutableList.builder();
        int row = tree.firstRow(member);
        for (Map.Entry<ResourceClass, InventoryRecord> inventory :
                tree.inventories(member).entrySet()) {
            long capacity = Capacity.of(inventory.getValue());
            stocks.add(new Stock(inventory.getKey(), capacity, capacity - tree.free(row)));
            row++;
        }
        return new ProviderSummary(
                tree.id(member), tree.parentId(member), tree.root(), tree.traits(member), stocks.build());
    }
}

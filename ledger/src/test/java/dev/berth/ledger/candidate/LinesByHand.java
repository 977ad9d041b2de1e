package dev.berth.ledger.candidate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.candidate.explain.Explanation.Verdict;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.state.RegionView;
import dev.berth.resource.integer.Capacity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How many providers and trees each line of an explanation leaves over, counted from the providers as they are with
 * nothing of the
 * search and its index: slow, and written to be read. The explanation must agree with it. It knows no devices.
 */
final class LinesByHand {
    private static final Trait SHARES = Trait.of("MISC_SHARES_VIA_AGGREGATE");

    private final RegionView view;
    private final CandidateRequest request;
    private final List<Provider> providers = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();

    /** What one provider is asked for: a class of the unsuffixed group, or a suffixed group. */
    private record Part(RequestGroup group, Map<ResourceClass, Long> amounts) {}

    /** A line: a rule for a provider in its own tree, and one for a provider that serves trees which it is not in. */
    private record Line(boolean isAboutRoom, Predicate<Provider> atHome, Predicate<Provider> abroad) {
        static Line of(Predicate<Provider> both) {
            return new Line(false, both, both);
        }
    }

    LinesByHand(RegionView view, CandidateRequest request) {
        this.view = view;
        this.request = request;
        view.providers().all().forEach(providers::add);
        for (RequestGroup group : request.groups()) {
            if (!group.isSuffixed()) {
                group.resources().forEach((name, amount) -> parts.add(new Part(group, Map.of(name, amount))));
            }
        }
        for (RequestGroup group : request.groups()) {
            if (group.isSuffixed()) {
                parts.add(new Part(group, group.resources()));
            }
        }
    }

    /** For each demand the providers that are left before all lines and after each. */
    List<List<Integer>> providersLeft() {
        List<List<Integer>> left = new ArrayList<>();
        for (Part part : parts) {
            List<Integer> counts = new ArrayList<>(List.of(providers.size()));
            List<Line> lines = lines(part);
            for (int upTo = 1; upTo <= lines.size(); upTo++) {
                List<Line> some = lines.subList(0, upTo);
                counts.add((int) providers.stream()
                        .filter(provider -> isMetAtHome(some, provider) || isMetAbroad(some, provider))
                        .count());
            }
            left.add(counts);
        }
        return left;
    }

    /** Whether any provider meets a demand, and if not, whether that is for want of room alone. */
    List<Verdict> verdicts() {
        List<Verdict> verdicts = new ArrayList<>();
        List<List<Integer>> left = providersLeft();
        for (int at = 0; at < parts.size(); at++) {
            int dry = left.get(at).indexOf(0);
            verdicts.add(
                    dry < 0
                            ? Verdict.FOUND
                            : lines(parts.get(at)).get(dry - 1).isAboutRoom() ? Verdict.NOT_NOW : Verdict.NEVER);
        }
        return verdicts;
    }

    private static boolean isMetAtHome(List<Line> lines, Provider provider) {
        return lines.stream().allMatch(line -> line.atHome().test(provider));
    }

    private static boolean isMetAbroad(List<Line> lines, Provider provider) {
        return provider.traits().contains(SHARES)
                && lines.stream().allMatch(line -> line.abroad().test(provider));
    }

    private List<Line> lines(Part part) {
        RequestGroup group = part.group();
        boolean isSuffixed = group.isSuffixed();
        List<Line> lines = new ArrayList<>();
        new TreeMap<>(part.amounts()).forEach((name, amount) -> {
            lines.add(Line.of(provider -> provider.inventories().containsKey(name)));
            lines.add(Line.of(provider -> canProvide(provider, name, amount, 0)));
        });
        if (isSuffixed) {
            group.requiredTraits()
                    .forEach(any -> lines.add(Line.of(provider -> !Collections.disjoint(any, provider.traits()))));
        }
        group.forbiddenTraits()
                .forEach(trait ->
                        lines.add(Line.of(provider -> !provider.traits().contains(trait))));
        if (!group.memberOf().isEmpty()) {
            lines.add(new Line(
                    false,
                    provider -> isInEach(provider, group) || !isSuffixed && isInEach(root(provider), group),
                    provider -> isInEach(provider, group)));
        }
        if (!group.forbiddenAggregates().isEmpty()) {
            lines.add(new Line(
                    false,
                    provider -> isInNone(provider, group) && (isSuffixed || isInNone(root(provider), group)),
                    provider -> isInNone(provider, group)));
        }
        if (group.inTree().isPresent() && !part.amounts().isEmpty()) {
            ProviderId wanted =
                    view.provider(group.inTree().get()).orElseThrow().root();
            lines.add(new Line(
                    false,
                    provider -> provider.root().equals(wanted),
                    provider -> isSuffixed && provider.root().equals(wanted)));
        }
        new TreeMap<>(part.amounts()).forEach((name, amount) -> {
            Predicate<Provider> hasRoom =
                    provider -> canProvide(provider, name, amount, view.used(provider.id(), name));
            lines.add(new Line(true, hasRoom, hasRoom));
        });
        return lines;
    }

    private static boolean canProvide(Provider provider, ResourceClass name, long amount, long used) {
        InventoryRecord inventory = provider.inventories().get(name);
        return inventory != null && Capacity.canProvide(inventory, used, amount);
    }

    private static boolean isInEach(Provider provider, RequestGroup group) {
        return group.memberOf().stream().noneMatch(any -> Collections.disjoint(any, provider.aggregates()));
    }

    private static boolean isInNone(Provider provider, RequestGroup group) {
        return Collections.disjoint(group.forbiddenAggregates(), provider.aggregates());
    }

    private Provider root(Provider provider) {
        return view.provider(provider.root()).orElseThrow();
    }

    /**
     * The roots of the trees that are left before all lines and after each but the last, which asks for all of it
     * together.
     */
    List<Set<ProviderId>> treesLeft() {
        List<Set<ProviderId>> left = new ArrayList<>();
        left.add(roots(root -> true));
        if (!request.rootRequired().isEmpty() || !request.rootForbidden().isEmpty()) {
            add(
                    left,
                    root -> root.traits().containsAll(request.rootRequired())
                            && Collections.disjoint(root.traits(), request.rootForbidden()));
        }
        for (Part part : parts) {
            add(left, root -> !servers(part, root).isEmpty());
        }
        for (ImmutableSortedSet<Trait> any :
                unsuffixed().map(RequestGroup::requiredTraits).orElse(ImmutableList.of())) {
            add(
                    left,
                    root -> parts.stream()
                            .filter(part -> !part.group().isSuffixed())
                            .flatMap(part -> servers(part, root).stream())
                            .anyMatch(provider -> !Collections.disjoint(any, provider.traits())));
        }
        return left;
    }

    private Optional<RequestGroup> unsuffixed() {
        return request.groups().stream().filter(group -> !group.isSuffixed()).findFirst();
    }

    private void add(List<Set<ProviderId>> left, Predicate<Provider> condition) {
        Set<ProviderId> before = left.get(left.size() - 1);
        left.add(roots(root -> before.contains(root.id()) && condition.test(root)));
    }

    private Set<ProviderId> roots(Predicate<Provider> condition) {
        return providers.stream()
                .filter(provider -> provider.isRoot() && condition.test(provider))
                .map(Provider::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The providers of the tree, and of those that share with it, that could serve the part by themselves. */
    private List<Provider> servers(Part part, Provider root) {
        List<Line> lines = lines(part);
        return providers.stream()
                .filter(provider -> provider.root().equals(root.id())
                        ? isMetAtHome(lines, provider)
                        : isMetAbroad(lines, provider)
                                && isSharedWith(provider, root)
                                && (part.group().isSuffixed() || isInNone(root, part.group())))
                .toList();
    }

    private boolean isSharedWith(Provider provider, Provider root) {
        Set<AggregateId> ofTree = new TreeSet<>();
        providers.stream()
                .filter(other -> other.root().equals(root.id()))
                .forEach(other -> ofTree.addAll(other.aggregates()));
        return !Collections.disjoint(provider.aggregates(), ofTree);
    }
}

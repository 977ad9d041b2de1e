package dev.berth.ledger.candidate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.CandidateRequest.GroupPolicy;
import dev.berth.ledger.candidate.request.CandidateRequest.Nesting;
import dev.berth.ledger.candidate.request.RequestGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a well-formed query string of the API as a request, for tests. Providers and aggregates stand in it by name as
 * {@code in_tree=<cn>} and {@code member_of=in:<rack1>,<rack2>}; {@link #forApi} puts their ids there.
 */
final class TestingQuery {
    private static final Pattern KEY = Pattern.compile("(resources|required|member_of|in_tree)(.*)");
    private static final Pattern NAME = Pattern.compile("<(\\w+)>");

    private TestingQuery() {}

    static CandidateRequest read(String query, Nesting nesting, Function<String, ProviderId> provider) {
        Map<String, List<String[]>> bySuffix = new LinkedHashMap<>();
        List<ImmutableSortedSet<String>> subtrees = new ArrayList<>();
        GroupPolicy policy = GroupPolicy.NONE;
        List<String> root = List.of();
        OptionalInt limit = OptionalInt.empty();
        for (String pair : query.split("&")) {
            String key = pair.substring(0, pair.indexOf('='));
            String value = pair.substring(pair.indexOf('=') + 1);
            Matcher group = KEY.matcher(key);
            if (group.matches()) {
                bySuffix.computeIfAbsent(group.group(2), none -> new ArrayList<>())
                        .add(new String[] {group.group(1), value});
            } else {
                switch (key) {
                    case "same_subtree" -> subtrees.add(ImmutableSortedSet.copyOf(value.split(",")));
                    case "group_policy" -> policy = value.equals("isolate") ? GroupPolicy.ISOLATE : GroupPolicy.NONE;
                    case "root_required" -> root = Arrays.asList(value.split(","));
                    case "limit" -> limit = OptionalInt.of(Integer.parseInt(value));
                    default -> throw new IllegalArgumentException("expected a known parameter but got " + pair);
                }
            }
        }
        ImmutableList.Builder<RequestGroup> groups = ImmutableList.builder();
        bySuffix.forEach((suffix, parameters) -> groups.add(group(suffix, parameters, provider)));
        return new CandidateRequest(
                groups.build(),
                policy,
                nesting,
                traits(root.stream().filter(name -> !name.startsWith("!")).toList()),
                traits(root.stream()
                        .filter(name -> name.startsWith("!"))
                        .map(name -> name.substring(1))
                        .toList()),
                ImmutableList.copyOf(subtrees),
                limit,
                OptionalLong.empty());
    }

    private static RequestGroup group(String suffix, List<String[]> parameters, Function<String, ProviderId> provider) {
        ImmutableSortedMap.Builder<ResourceClass, Long> resources = ImmutableSortedMap.naturalOrder();
        ImmutableList.Builder<ImmutableSortedSet<Trait>> required = ImmutableList.builder();
        List<String> forbidden = new ArrayList<>();
        ImmutableList.Builder<ImmutableSortedSet<AggregateId>> memberOf = ImmutableList.builder();
        List<String> notMemberOf = new ArrayList<>();
        Optional<ProviderId> inTree = Optional.empty();
        for (String[] parameter : parameters) {
            String value = parameter[1];
            switch (parameter[0]) {
                case "resources" -> {
                    for (String amount : value.split(",")) {
                        resources.put(ResourceClass.of(amount.split(":")[0]), Long.parseLong(amount.split(":")[1]));
                    }
                }
                case "required" -> {
                    if (value.startsWith("in:")) {
                        required.add(traits(Arrays.asList(value.substring(3).split(","))));
                    } else {
                        for (String trait : value.split(",")) {
                            if (trait.startsWith("!")) {
                                forbidden.add(trait.substring(1));
                            } else {
                                required.add(traits(List.of(trait)));
                            }
                        }
                    }
                }
                case "member_of" -> {
                    if (value.startsWith("!")) {
                        notMemberOf.addAll(Arrays.asList(
                                value.substring(1).replace("in:", "").split(",")));
                    } else {
                        memberOf.add(aggregates(
                                Arrays.asList(value.replace("in:", "").split(","))));
                    }
                }
                default -> inTree = Optional.of(provider.apply(unbracketed(value)));
            }
        }
        return new RequestGroup(
                suffix,
                resources.build(),
                required.build(),
                traits(forbidden),
                memberOf.build(),
                aggregates(notMemberOf),
                inTree,
                ImmutableList.of());
    }

    /** A request with its candidates in the order that a seed gives. */
    static CandidateRequest shuffled(CandidateRequest request, long seed) {
        return new CandidateRequest(
                request.groups(),
                request.policy(),
                request.nesting(),
                request.rootRequired(),
                request.rootForbidden(),
                request.sameSubtrees(),
                request.limit(),
                OptionalLong.of(seed));
    }

    private static ImmutableSortedSet<Trait> traits(List<String> names) {
        return names.stream().map(Trait::of).collect(ImmutableSortedSet.toImmutableSortedSet(Trait::compareTo));
    }

    private static ImmutableSortedSet<AggregateId> aggregates(List<String> names) {
        return names.stream()
                .map(name -> TestingRegion.aggregate(unbracketed(name)))
                .collect(ImmutableSortedSet.toImmutableSortedSet(AggregateId::compareTo));
    }

    private static String unbracketed(String name) {
        return name.substring(1, name.length() - 1);
    }

    /** The query with ids in the place of names. */
    static String forApi(String query, Function<String, ProviderId> provider) {
        List<String> pairs = new ArrayList<>();
        for (String pair : query.split("&")) {
            boolean isTree = pair.startsWith("in_tree");
            pairs.add(NAME.matcher(pair)
                    .replaceAll(name -> isTree
                            ? provider.apply(name.group(1)).toString()
                            : TestingRegion.aggregate(name.group(1)).toString()));
        }
        return String.join("&", pairs);
    }
}

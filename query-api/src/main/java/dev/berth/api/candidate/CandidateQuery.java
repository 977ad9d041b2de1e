package dev.berth.api.candidate;

import dev.berth.api.http.QueryString;
import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.api.problem.ProblemException;
import dev.berth.api.query.TraitRequirements;
import dev.berth.api.schema.Schemas;
import dev.berth.ledger.candidate.request.CandidateRequest.GroupPolicy;
import dev.berth.ledger.candidate.request.CandidateRequest.Nesting;
import dev.berth.ledger.candidate.request.CandidateRequest.Order;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What GET /allocation_candidates asks, read from its parameters and found well-formed for its version. Names of
 * classes and traits are as they were sent; whether the region knows them is checked by {@link NameResolver}.
 *
 * @param groups by suffix, in the order in which they first appear
 * @param isExplained whether the answer says why it is what it is; Berth's own, in every version
 * @param shuffleSeed empty for the default order; Berth's own, in every version
 * @param order empty for the default order; Berth's own, in every version
 */
public record CandidateQuery(
        Map<String, GroupQuery> groups,
        GroupPolicy policy,
        Nesting nesting,
        OptionalInt limit,
        TraitRequirements root,
        List<Set<String>> sameSubtrees,
        boolean isExplained,
        OptionalLong shuffleSeed,
        Optional<Order> order) {
    /** The parameter that asks for an explanation. */
    public static final String EXPLAIN = "explain";

    /** The parameter that names an {@link Order}. */
    static final String POLICY = "policy";

    private static final String SHUFFLE = "shuffle";
    private static final Set<String> OWN_PARAMETERS = Set.of(EXPLAIN, SHUFFLE, POLICY);
    private static final Pattern LIMIT = Pattern.compile("[0-9]+");
    private static final BigInteger LIMIT_MAX = BigInteger.valueOf(Integer.MAX_VALUE);

    /**
     * Reads Berth's own parameters, then the others in the order in which Placement judges them.
     *
     * @throws dev.berth.api.problem.ProblemException 400 with the words that Placement has for it
     */
    static CandidateQuery parse(QueryString all, Microversion version) {
        QueryString own = all.only(OWN_PARAMETERS);
        if (!own.parameters().isEmpty()) {
            Schemas.CANDIDATES_EXTENSION.requireParametersFit(version, own.toJson());
        }
        QueryString query = all.without(OWN_PARAMETERS);
        Schemas.CANDIDATES_QUERY.requireParametersFit(
                version, DeviceQuery.without(query, version).toJson());
        OptionalInt limit = limit(query.all("limit"));
        Optional<GroupPolicy> policy = query.all("group_policy").stream()
                .findFirst()
                .map(text -> text.equals("isolate") ? GroupPolicy.ISOLATE : GroupPolicy.NONE);
        TraitRequirements root = root(query.all("root_required"));
        List<Set<String>> sameSubtrees = sameSubtrees(query.all("same_subtree"));
        Map<String, GroupQuery> groups = GroupQuery.parseAll(query, version);
        if (version.has(Feature.SAME_SUBTREE)) {
            requireServableGroups(groups, sameSubtrees);
        } else {
            requireResources(groups);
        }
        if (version.has(Feature.FORBIDDEN_TRAITS)) {
            requireNoContradiction(groups);
        }
        if (policy.isEmpty() && groups.size() > (groups.containsKey("") ? 2 : 1)) {
            throw Problem.badRequest("The \"group_policy\" parameter is required when specifying more than one"
                            + " \"resources{N}\" parameter.")
                    .exception();
        }
        return new CandidateQuery(
                groups,
                policy.orElse(GroupPolicy.NONE),
                version.has(Feature.NESTED_CANDIDATES) ? Nesting.AWARE : Nesting.BLIND,
                limit,
                root,
                sameSubtrees,
                own.last(EXPLAIN).map("true"::equals).orElse(false),
                own.last(SHUFFLE).stream().mapToLong(Long::parseLong).findFirst(),
                own.last(POLICY).map(CandidateQuery::order));
    }

    /** The order of a name that the schema has found to be one. */
    private static Order order(String text) {
        return Arrays.stream(Order.values())
                .filter(order -> order.text().equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("expected an order that the schema knows but got " + text));
    }

    /** Of several limits the last has been judged, but the first counts; one of 0 is none. */
    private static OptionalInt limit(List<String> values) {
        if (values.isEmpty()) {
            return OptionalInt.empty();
        }
        String first = values.get(0).strip();
        if (!LIMIT.matcher(first).matches()) {
            throw Problem.badRequest("Invalid query string parameters: expected a number as limit but got " + first)
                    .exception();
        }
        int limit = new BigInteger(first).min(LIMIT_MAX).intValueExact();
        return limit == 0 ? OptionalInt.empty() : OptionalInt.of(limit);
    }

    private static TraitRequirements root(List<String> values) {
        if (values.isEmpty()) {
            return TraitRequirements.NONE;
        }
        if (values.size() > 1) {
            throw Problem.badRequest("Query parameter 'root_required' may be specified only once.")
                    .withCode(ErrorCode.DUPLICATE_QUERY_KEY)
                    .exception();
        }
        TraitRequirements root = TraitRequirements.withoutChoice(values.get(0));
        Set<String> contradictions = new TreeSet<>(root.forbidden());
        contradictions.retainAll(root.required().stream().flatMap(Set::stream).collect(Collectors.toSet()));
        if (!contradictions.isEmpty()) {
            throw badValue("Conflicting required and forbidden traits found in root_required: "
                    + String.join(", ", contradictions));
        }
        return root;
    }

    private static List<Set<String>> sameSubtrees(List<String> values) {
        List<Set<String>> sets = new ArrayList<>();
        for (String value : values) {
            Set<String> suffixes = Arrays.stream(value.split(",", -1))
                    .map(String::strip)
                    .collect(Collectors.toCollection(TreeSet::new));
            if (suffixes.contains("")) {
                throw badValue("Empty string (unsuffixed group) can not be specified in `same_subtree` ");
            }
            sets.add(suffixes);
        }
        return sets;
    }

    /** From 1.36 a group may ask for nothing but to be in the subtree of others. */
    private static void requireServableGroups(Map<String, GroupQuery> groups, List<Set<String>> sameSubtrees) {
        Set<String> inSubtrees =
                sameSubtrees.stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
        List<String> resourceless = groups.entrySet().stream()
                .filter(group -> group.getValue().takesNothing())
                .map(Map.Entry::getKey)
                .toList();
        if (resourceless.size() == groups.size()) {
            throw Problem.badRequest("There must be at least one resources or resources[$S] parameter.")
                    .withCode(ErrorCode.MISSING_QUERY_VALUE)
                    .exception();
        }
        List<String> outside = resourceless.stream()
                .filter(suffix -> !inSubtrees.contains(suffix))
                .toList();
        if (!outside.isEmpty()) {
            throw badValue("Resourceless suffixed group request should be specified in `same_subtree` query"
                    + " param: bad group(s) - " + quoted(outside) + ".");
        }
        List<String> unreal = inSubtrees.stream()
                .filter(suffix -> !groups.containsKey(suffix))
                .toList();
        if (!unreal.isEmpty()) {
            throw badValue("Real suffixes should be specified in `same_subtree`: " + quoted(unreal) + " not found in "
                    + quoted(groups.keySet()) + ".");
        }
    }

    private static ProblemException badValue(String message) {
        return Problem.badRequest(message).withCode(ErrorCode.BAD_QUERY_VALUE).exception();
    }

    private static String quoted(Collection<String> suffixes) {
        return suffixes.stream().map(suffix -> "'" + suffix + "'").collect(Collectors.joining(", ", "[", "]"));
    }

    private static void requireResources(Map<String, GroupQuery> groups) {
        String traits =
                orphans("required", groups, group -> !group.traits().required().isEmpty());
        if (!traits.isEmpty()) {
            throw Problem.badRequest("All traits parameters must be associated with resources.  Found the following"
                            + " orphaned traits keys: " + traits)
                    .exception();
        }
        String aggregates =
                orphans("member_of", groups, group -> !group.aggregates().isEmpty());
        if (!aggregates.isEmpty()) {
            throw Problem.badRequest("All member_of parameters must be associated with resources. Found the following"
                            + " orphaned member_of keys: " + aggregates)
                    .exception();
        }
        if (groups.values().stream().anyMatch(GroupQuery::takesNothing)) {
            throw Problem.badRequest("All request groups must specify resources.")
                    .exception();
        }
        if (groups.isEmpty()) {
            throw Problem.badRequest("At least one request group (`resources` or `resources{$S}`) is required.")
                    .exception();
        }
    }

    private static String orphans(String name, Map<String, GroupQuery> groups, Predicate<GroupQuery> asksFor) {
        return groups.entrySet().stream()
                .filter(group -> group.getValue().takesNothing() && asksFor.test(group.getValue()))
                .map(group -> name + group.getKey())
                .collect(Collectors.joining(", "));
    }

    private static void requireNoContradiction(Map<String, GroupQuery> groups) {
        Set<String> contradictions = new TreeSet<>();
        groups.forEach((suffix, group) -> group.traits().required().forEach(choice -> {
            if (group.traits().forbidden().containsAll(choice)) {
                contradictions.add("required" + suffix + ": (" + String.join(", ", new TreeSet<>(choice)) + ")");
            }
        }));
        if (!contradictions.isEmpty()) {
            throw Problem.badRequest("Conflicting required and forbidden traits found in the following traits keys: "
                            + String.join(", ", contradictions))
                    .exception();
        }
    }
}

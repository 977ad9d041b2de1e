package dev.berth.api.candidate;

import com.google.common.collect.ImmutableList;
import dev.berth.api.http.QueryString;
import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.problem.Problem;
import dev.berth.api.query.AggregateRequirements;
import dev.berth.api.query.Amounts;
import dev.berth.api.query.TraitRequirements;
import dev.berth.api.schema.UuidFormat;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.model.ProviderId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one group of a request asks for: the parameters that share a suffix.
 *
 * @param resources amounts by the names of classes; empty if the group asks for none
 * @param inTree a provider whose tree must serve the group
 * @param devices PCI devices that the group asks for as well
 */
record GroupQuery(
        Map<String, Long> resources,
        TraitRequirements traits,
        AggregateRequirements aggregates,
        Optional<ProviderId> inTree,
        ImmutableList<DeviceRequest> devices) {
    private static final String NAMES = "^(resources|required|member_of|in_tree|pci)";
    private static final Pattern NUMBERED = Pattern.compile(NAMES + "([1-9][0-9]*)?$");
    private static final Pattern NAMED = Pattern.compile(NAMES + "([a-zA-Z0-9_-]{1,64})?$");

    private static final Set<String> REPEATABLE = Set.of("required", "member_of", DeviceQuery.NAME);

    private static final GroupQuery NOTHING = new GroupQuery(
            Map.of(),
            TraitRequirements.NONE,
            new AggregateRequirements(List.of(), Set.of()),
            Optional.empty(),
            ImmutableList.of());

    /** The groups by suffix, in the order in which they first appear. */
    static Map<String, GroupQuery> parseAll(QueryString query, Microversion version) {
        Pattern pattern = version.has(Feature.NAMED_GROUPS) ? NAMED : NUMBERED;
        Map<String, GroupQuery> groups = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (QueryString.Parameter parameter : query.parameters()) {
            Matcher matcher = pattern.matcher(parameter.name());
            // Where repetitions count together, the first is read with all others.
            boolean isRepeated = !seen.add(parameter.name());
            if (matcher.matches() && !(isRepeated && REPEATABLE.contains(matcher.group(1)))) {
                String suffix = matcher.group(2) == null ? "" : matcher.group(2);
                groups.merge(suffix, NOTHING, (known, nothing) -> known);
                groups.computeIfPresent(
                        suffix, (s, group) -> group.with(matcher.group(1), suffix, parameter.value(), query, version));
            }
        }
        return groups;
    }

    private GroupQuery with(String name, String suffix, String value, QueryString query, Microversion version) {
        return switch (name) {
            case "resources" -> new GroupQuery(Amounts.parse(value), traits, aggregates, inTree, devices);
            case "required" ->
                new GroupQuery(
                        resources,
                        TraitRequirements.of(query, "required" + suffix, version),
                        aggregates,
                        inTree,
                        devices);
            case "member_of" ->
                new GroupQuery(resources, traits, AggregateRequirements.of(query, suffix, version), inTree, devices);
            case DeviceQuery.NAME ->
                new GroupQuery(resources, traits, aggregates, inTree, DeviceQuery.parse(name + suffix, query));
            default -> new GroupQuery(resources, traits, aggregates, Optional.of(tree(value)), devices);
        };
    }

    /** Whether it asks for no amounts and no devices: only for a provider in the right place. */
    boolean takesNothing() {
        return resources.isEmpty() && devices.isEmpty();
    }

    private static ProviderId tree(String value) {
        return new ProviderId(UuidFormat.parse(value.strip())
                .orElseThrow(() -> Problem.badRequest("Invalid query string parameters: Expected 'in_tree' parameter"
                                + " to be a format of uuid. Got: " + value)
                        .exception()));
    }
}

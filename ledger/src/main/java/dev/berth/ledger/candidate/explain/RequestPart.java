package dev.berth.ledger.candidate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.candidate.CandidateRequest.GroupPolicy;
import dev.berth.ledger.candidate.CandidateRequest.Nesting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A part of a request that it may be asked without: a demand, or a condition on the providers of several. The demands
 * come last, so
 * that a condition is told only where the demands by themselves would be met.
 */
interface RequestPart {
    /** What it asks beside the demands, as it stands behind "cannot serve ..."; empty for a demand. */
    default String condition() {
        return "";
    }

    /** Whether the condition can only be left as it is if the part stays: the part may be what meets it. */
    default boolean restsOn(RequestPart part) {
        return false;
    }

    /** One class of the unsuffixed group. */
    record Amount(ResourceClass name) implements RequestPart {}

    /** A suffixed group. */
    record Suffixed(String suffix) implements RequestPart {}

    /** One of the unsuffixed group's requests for devices. */
    record Device(DeviceRequest request) implements RequestPart {}

    /** One trait set of the unsuffixed group. */
    record Traits(ImmutableSortedSet<Trait> any) implements RequestPart {
        @Override
        public String condition() {
            return "from providers of which one has trait " + Constraint.anyOf(any);
        }

        @Override
        public boolean restsOn(RequestPart part) {
            return part instanceof Amount;
        }
    }

    /** That each suffixed group has a provider of its own. */
    record Isolation() implements RequestPart {
        @Override
        public String condition() {
            return "from different providers, as group_policy=isolate wants";
        }
    }

    /** That several groups have their providers below one of them. */
    record Subtree(ImmutableSortedSet<String> suffixes) implements RequestPart {
        @Override
        public String condition() {
            return "below one of their providers, as same_subtree=" + String.join(",", suffixes) + " wants";
        }

        @Override
        public boolean restsOn(RequestPart part) {
            return part instanceof Suffixed group && suffixes.contains(group.suffix())
                    || part instanceof Amount && suffixes.contains(RequestGroup.UNSUFFIXED);
        }
    }

    /** That one provider of each tree gives all. */
    record Blindness() implements RequestPart {
        @Override
        public String condition() {
            return "from one provider of the tree, as clients before version 1.29 expect";
        }
    }

    /** The parts of a request. */
    static List<RequestPart> of(CandidateRequest request) {
        List<RequestPart> conditions = new ArrayList<>();
        List<RequestPart> demands = new ArrayList<>();
        if (request.nesting() == Nesting.BLIND) {
            conditions.add(new Blindness());
        }
        if (request.policy() == GroupPolicy.ISOLATE) {
            conditions.add(new Isolation());
        }
        request.sameSubtrees().forEach(suffixes -> conditions.add(new Subtree(suffixes)));
        for (RequestGroup group : request.groups()) {
            if (group.isSuffixed()) {
                demands.add(new Suffixed(group.suffix()));
            } else {
                group.requiredTraits().forEach(any -> conditions.add(new Traits(any)));
                group.devices().forEach(devices -> demands.add(new Device(devices)));
                group.resources().keySet().forEach(name -> demands.add(new Amount(name)));
            }
        }
        conditions.addAll(demands);
        return conditions;
    }

    /**
     * The request with only some of its parts, with which comes all that they rest on; empty if nothing would be
     * asked for.
     */
    static Optional<CandidateRequest> join(CandidateRequest whole, List<RequestPart> parts) {
        ImmutableList.Builder<RequestGroup> groups = ImmutableList.builder();
        for (RequestGroup group : whole.groups()) {
            (group.isSuffixed()
                            ? Optional.of(group).filter(each -> parts.contains(new Suffixed(each.suffix())))
                            : unsuffixed(group, parts))
                    .ifPresent(groups::add);
        }
        ImmutableList<RequestGroup> kept = groups.build();
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new CandidateRequest(
                kept,
                parts.contains(new Isolation()) ? GroupPolicy.ISOLATE : GroupPolicy.NONE,
                parts.contains(new Blindness()) ? Nesting.BLIND : Nesting.AWARE,
                whole.rootRequired(),
                whole.rootForbidden(),
                whole.sameSubtrees().stream()
                        .filter(suffixes -> parts.contains(new Subtree(suffixes)))
                        .collect(ImmutableList.toImmutableList()),
                whole.limit(),
                whole.shuffleSeed()));
    }

    private static Optional<RequestGroup> unsuffixed(RequestGroup group, List<RequestPart> parts) {
        ImmutableSortedMap.Builder<ResourceClass, Long> resources = ImmutableSortedMap.naturalOrder();
        group.resources().forEach((name, amount) -> {
            if (parts.contains(new Amount(name))) {
                resources.put(name, amount);
            }
        });
        ImmutableList<DeviceRequest> devices = group.devices().stream()
                .filter(request -> parts.contains(new Device(request)))
                .collect(ImmutableList.toImmutableList());
        ImmutableSortedMap<ResourceClass, Long> kept = resources.build();
        if (kept.isEmpty() && devices.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new RequestGroup(
                group.suffix(),
                kept,
                group.requiredTraits().stream()
                        .filter(any -> parts.contains(new Traits(any)))
                        .collect(ImmutableList.toImmutableList()),
                group.forbiddenTraits(),
                group.memberOf(),
                group.forbiddenAggregates(),
                group.inTree(),
                devices));
    }
}

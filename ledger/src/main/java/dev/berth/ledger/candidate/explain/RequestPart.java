package dev.berth.ledger.candidate.explain;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Maps;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.CandidateRequest.GroupPolicy;
import dev.berth.ledger.candidate.request.CandidateRequest.Nesting;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.candidate.search.Constraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A part that a request may be asked without: a demand, or a condition on the providers of several.
 *
 * @param what the value in the request: of a demand the class or the devices of the unsuffixed group, or the suffix of
 *     another; of a condition the nesting, the policy, the suffixes of a subtree or a trait set of the unsuffixed group
 * @param condition what it asks beside the demands, as the end of "cannot serve ..."; empty for a demand
 * @param restsOn whether another part must stay as long as this one does: the other may be what meets the condition
 */
record RequestPart(Object what, String condition, Predicate<RequestPart> restsOn) {
    /** The parts of a request. Demands come last, so that a condition stays only if the demands alone are met. */
    static List<RequestPart> of(CandidateRequest request) {
        List<RequestPart> parts = new ArrayList<>();
        List<RequestPart> demands = new ArrayList<>();
        if (request.nesting() == Nesting.BLIND) {
            String text = "from one provider of the tree, as clients before version 1.29 expect";
            parts.add(new RequestPart(request.nesting(), text, part -> false));
        }
        if (request.policy() == GroupPolicy.ISOLATE) {
            String text = "from different providers, as group_policy=isolate wants";
            parts.add(new RequestPart(request.policy(), text, part -> false));
        }
        request.sameSubtrees().forEach(suffixes -> parts.add(subtree(suffixes)));
        for (RequestGroup group : request.groups()) {
            if (group.isSuffixed()) {
                demands.add(demand(group.suffix()));
            } else {
                group.requiredTraits().forEach(any -> parts.add(traits(any)));
                group.devices().forEach(devices -> demands.add(demand(devices)));
                group.resources().keySet().forEach(name -> demands.add(demand(name)));
            }
        }
        parts.addAll(demands);
        return parts;
    }

    private static RequestPart subtree(ImmutableSortedSet<String> suffixes) {
        return new RequestPart(
                suffixes,
                "below one of their providers, as same_subtree=" + String.join(",", suffixes) + " wants",
                part -> part.what instanceof String suffix && suffixes.contains(suffix)
                        || part.what instanceof ResourceClass && suffixes.contains(RequestGroup.UNSUFFIXED));
    }

    private static RequestPart traits(ImmutableSortedSet<Trait> any) {
        return new RequestPart(
                any,
                "from providers of which one has trait " + Constraint.anyOf(any),
                part -> part.what instanceof ResourceClass);
    }

    private static RequestPart demand(Object what) {
        return new RequestPart(what, "", part -> false);
    }

    /** The request with only some of its parts; empty if nothing would be asked for. */
    static Optional<CandidateRequest> join(CandidateRequest whole, List<RequestPart> parts) {
        List<Object> included = parts.stream().map(RequestPart::what).toList();
        ImmutableList<RequestGroup> groups = whole.groups().stream()
                .flatMap(group -> group.isSuffixed()
                        ? Optional.of(group).filter(each -> included.contains(each.suffix())).stream()
                        : unsuffixed(group, included).stream())
                .collect(ImmutableList.toImmutableList());
        if (groups.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new CandidateRequest(
                groups,
                included.contains(GroupPolicy.ISOLATE) ? GroupPolicy.ISOLATE : GroupPolicy.NONE,
                included.contains(Nesting.BLIND) ? Nesting.BLIND : Nesting.AWARE,
                whole.rootRequired(),
                whole.rootForbidden(),
                only(whole.sameSubtrees(), included),
                whole.limit(),
                whole.shuffleSeed()));
    }

    private static Optional<RequestGroup> unsuffixed(RequestGroup group, List<Object> included) {
        ImmutableSortedMap<ResourceClass, Long> resources =
                ImmutableSortedMap.copyOfSorted(Maps.filterKeys(group.resources(), included::contains));
        ImmutableList<DeviceRequest> devices = only(group.devices(), included);
        return resources.isEmpty() && devices.isEmpty()
                ? Optional.empty()
                : Optional.of(group.with(resources, only(group.requiredTraits(), included), devices));
    }

    private static <T> ImmutableList<T> only(ImmutableList<T> all, List<Object> included) {
        return all.stream().filter(included::contains).collect(ImmutableList.toImmutableList());
    }
}

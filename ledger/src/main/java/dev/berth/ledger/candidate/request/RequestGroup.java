package dev.berth.ledger.candidate.request;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One group of a request. The unsuffixed group may take each class from another provider of the tree, and all the
 * providers that it takes from must have its traits together. A suffixed group is served by one provider, which must
 * have the traits itself.
 *
 * @param suffix the end of its parameters' names, as in {@code resources_COMPUTE}; empty for the unsuffixed group
 * @param resources amounts of 1 or more by class; empty only in a suffixed group (1.36), which then asks for a provider
 *     alone
 * @param requiredTraits of each of the sets at least one trait (1.39: {@code required=in:A,B}); a plain required trait
 *     is a set of one
 * @param forbiddenTraits traits that no provider of the group may have (1.22)
 * @param memberOf of each of the sets at least one aggregate (1.24: the parameter may be repeated)
 * @param forbiddenAggregates aggregates that no provider of the group may be in (1.32)
 * @param inTree any provider of the one tree that may serve the group (1.31)
 * @param devices PCI devices that the group asks for in addition: those of a suffixed group are units of the provider
 *     that serves it, those of the unsuffixed group come from anywhere on the host
 */
public record RequestGroup(
        String suffix,
        ImmutableSortedMap<ResourceClass, Long> resources,
        ImmutableList<ImmutableSortedSet<Trait>> requiredTraits,
        ImmutableSortedSet<Trait> forbiddenTraits,
        ImmutableList<ImmutableSortedSet<AggregateId>> memberOf,
        ImmutableSortedSet<AggregateId> forbiddenAggregates,
        Optional<ProviderId> inTree,
        ImmutableList<DeviceRequest> devices) {
    /** The suffix of the group that has none. */
    public static final String UNSUFFIXED = "";

    public RequestGroup {
        if (resources.values().stream().anyMatch(amount -> amount < 1)) {
            throw new IllegalArgumentException("expected amounts of 1 or more but got " + resources);
        }
        if (suffix.isEmpty() && resources.isEmpty() && devices.isEmpty()) {
            throw new IllegalArgumentException("expected resources in the unsuffixed group but got none");
        }
    }

    /** What this group asks for one of its classes, without the traits and devices that are asked of all together. */
    RequestGroup part(ResourceClass name) {
        return with(ImmutableSortedMap.of(name, resources.get(name)), ImmutableList.of(), ImmutableList.of());
    }

    /** This group with another suffix. */
    public RequestGroup named(String another) {
        return new RequestGroup(
                another, resources, requiredTraits, forbiddenTraits, memberOf, forbiddenAggregates, inTree, devices);
    }

    /** This group with other amounts, required traits and devices. */
    public RequestGroup with(
            ImmutableSortedMap<ResourceClass, Long> amounts,
            ImmutableList<ImmutableSortedSet<Trait>> traits,
            ImmutableList<DeviceRequest> others) {
        return new RequestGroup(
                suffix, amounts, traits, forbiddenTraits, memberOf, forbiddenAggregates, inTree, others);
    }

    /** A group that asks for resources and nothing else. */
    public static RequestGroup of(String suffix, ImmutableSortedMap<ResourceClass, Long> resources) {
        return new RequestGroup(
                suffix,
                resources,
                ImmutableList.of(),
                ImmutableSortedSet.of(),
                ImmutableList.of(),
                ImmutableSortedSet.of(),
                Optional.empty(),
                ImmutableList.of());
    }

    public boolean isSuffixed() {
        return !suffix.isEmpty();
    }

    /** What the group asks for as the query writes it: amounts and devices; if none, a trait or an aggregate. */
    String parameter() {
        List<String> parts = new ArrayList<>();
        if (!resources.isEmpty()) {
            parts.add("resources" + suffix + "="
                    + resources.entrySet().stream()
                            .map(amount -> amount.getKey() + ":" + amount.getValue())
                            .collect(Collectors.joining(",")));
        }
        devices.forEach(request -> parts.add(parameter(request)));
        if (parts.isEmpty()) {
            parts.add(
                    requiredTraits.isEmpty()
                            ? "member_of" + suffix + "=" + anyOf(memberOf.get(0))
                            : "required" + suffix + "=" + anyOf(requiredTraits.get(0)));
        }
        return String.join("&", parts);
    }

    /** One of the group's requests for devices, as the query writes it. */
    public String parameter(DeviceRequest request) {
        StringBuilder text = new StringBuilder("pci" + suffix + "="
                + request.flavor().orElseGet(() -> request.alternatives().toString()) + ":" + request.count());
        request.extra()
                .forEach((name, value) ->
                        text.append(',').append(name).append('=').append(value));
        return text.toString();
    }

    private static String anyOf(ImmutableSortedSet<?> names) {
        return (names.size() > 1 ? "in:" : "")
                + names.stream().map(Object::toString).collect(Collectors.joining(","));
    }
}

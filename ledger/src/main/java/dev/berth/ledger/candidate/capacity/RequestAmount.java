package dev.berth.ledger.candidate.capacity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.RequestGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One amount of a request: of a class, or of PCI devices.
 *
 * @param group the position of its group
 * @param resourceClass empty for devices
 * @param device the position of the request for devices in its group; -1 for a class
 */
record RequestAmount(int group, Optional<ResourceClass> resourceClass, int device, String name, long amount) {
    /** All amounts of a request, in its order. */
    static List<RequestAmount> of(CandidateRequest request) {
        List<RequestAmount> parts = new ArrayList<>();
        for (int at = 0; at < request.groups().size(); at++) {
            int group = at;
            RequestGroup of = request.groups().get(at);
            of.resources()
                    .forEach((name, amount) ->
                            parts.add(new RequestAmount(group, Optional.of(name), -1, name.name(), amount)));
            for (int device = 0; device < of.devices().size(); device++) {
                DeviceRequest asked = of.devices().get(device);
                String name =
                        asked.flavor().orElseGet(() -> asked.alternatives().toString());
                parts.add(new RequestAmount(at, Optional.empty(), device, name, asked.count()));
            }
        }
        return parts;
    }

    /** The request with another amount in the place of this one. */
    CandidateRequest replaced(CandidateRequest request, long other) {
        List<RequestGroup> groups = new ArrayList<>(request.groups());
        RequestGroup of = groups.get(group);
        groups.set(
                group,
                resourceClass.isPresent()
                        ? of.with(resources(of, other), of.requiredTraits(), of.devices())
                        : of.with(of.resources(), of.requiredTraits(), devices(of, (int) other)));
        return request.with(ImmutableList.copyOf(groups));
    }

    private ImmutableSortedMap<ResourceClass, Long> resources(RequestGroup of, long other) {
        ImmutableSortedMap.Builder<ResourceClass, Long> resources = ImmutableSortedMap.naturalOrder();
        of.resources()
                .forEach((name, asked) ->
                        resources.put(name, name.equals(resourceClass.orElseThrow()) ? Long.valueOf(other) : asked));
        return resources.build();
    }

    private ImmutableList<DeviceRequest> devices(RequestGroup of, int other) {
        List<DeviceRequest> devices = new ArrayList<>(of.devices());
        DeviceRequest asked = devices.get(device);
        devices.set(
                device,
                new DeviceRequest(
                        asked.id(), other, asked.flavor(), asked.alternatives(), asked.extra(), asked.policy()));
        return ImmutableList.copyOf(devices);
    }

    Reduction.Change to(CandidateRequest request, long fitting) {
        String suffix = request.groups().get(group).suffix();
        return new Reduction.Change((resourceClass.isPresent() ? "resources" : "pci") + suffix, name, amount, fitting);
    }
}

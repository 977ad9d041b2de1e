package dev.berth.agent.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.computenode.Guest;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Limits;
import dev.berth.events.model.PciAddress;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The instances of a resource dictionary: who they are, and what their flavors say that they take. An instance is as
 * nova keeps it, its flavor as in {@code instance_extra} or, failing that, its own fields; objects may be in their
 * envelopes and JSON in a text. One that is wrong is a problem, not skipped.
 */
final class LegacyGuests {
    private static final long AMOUNT_MAX = Integer.MAX_VALUE;

    private final TreeMap<ConsumerId, LegacyGuest> guests = new TreeMap<>();
    private final List<String> problems;

    LegacyGuests(List<String> problems) {
        this.problems = problems;
    }

    void addAll(JsonNode instances) {
        JsonNode list = objects(instances);
        if (!list.isArray() && !list.isMissingNode() && !list.isNull()) {
            problems.add("instances: expected a list of instances but got " + list.getNodeType());
        }
        for (int at = 0; list.isArray() && at < list.size(); at++) {
            JsonNode instance = LegacyHostFile.unwrapped(list.get(at));
            add("instances[" + at + "]", instance);
        }
    }

    /** In the order of their ids. */
    ImmutableList<LegacyGuest> guests() {
        return ImmutableList.copyOf(guests.values());
    }

    private void add(String where, JsonNode instance) {
        int before = problems.size();
        Optional<ConsumerId> id = id(instance.path("uuid").asText());
        if (id.isEmpty()) {
            problems.add(where + ": expected a uuid but got " + instance.path("uuid"));
        }
        String projectId = owner(where, instance, "project_id");
        String userId = owner(where, instance, "user_id");
        Guest guest = guest(where, instance);
        ImmutableSortedSet<PciAddress> devices = devices(where, instance);
        if (problems.size() > before) {
            return;
        }
        JsonNode topology = instance.path("numa_topology");
        LegacyGuest read = new LegacyGuest(
                id.orElseThrow(), projectId, userId, guest, devices, !topology.isMissingNode() && !topology.isNull());
        if (guests.put(read.id(), read) != null) {
            problems.add(where + ": expected each instance once but got " + read.id() + " twice");
        }
    }

    private Guest guest(String where, JsonNode instance) {
        JsonNode flavor = flavor(where, instance);
        long vcpus = amount(where, flavor, "vcpus");
        String policy = flavor.path("extra_specs").path("hw:cpu_policy").asText("shared");
        boolean isPinned = policy.equals("dedicated");
        if (!isPinned && !policy.equals("shared")) {
            problems.add(where + ": expected hw:cpu_policy shared or dedicated but got " + policy
                    + ", of which it is not known how many CPUs are pinned");
        }
        return new Guest(
                isPinned ? 0 : vcpus,
                isPinned ? vcpus : 0,
                amount(where, flavor, "memory_mb"),
                amount(where, flavor, "root_gb"),
                amount(where, flavor, "ephemeral_gb"),
                amount(where, flavor, "swap"),
                instance.path("image_ref").isTextual()
                                && instance.path("image_ref").textValue().isEmpty()
                        ? Guest.Boot.VOLUME
                        : Guest.Boot.NODE);
    }

    /** The flavor that it has now; one that it may yet come to have by a resize is not looked at. */
    private JsonNode flavor(String where, JsonNode instance) {
        JsonNode flavor = LegacyHostFile.unwrapped(parsed(where, instance.path("flavor")));
        JsonNode current = flavor.has("cur") ? LegacyHostFile.unwrapped(flavor.get("cur")) : flavor;
        return current.isObject() ? current : instance;
    }

    private long amount(String where, JsonNode flavor, String name) {
        JsonNode value = flavor.path(name);
        if (value.isMissingNode() || value.isNull()) {
            if (name.equals("vcpus") || name.equals("memory_mb")) {
                problems.add(where + ": expected " + name + " in its flavor but it is missing");
            }
            return 0;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
            problems.add(
                    where + ": expected a whole number from 0 to " + AMOUNT_MAX + " for " + name + " but got " + value);
            return 0;
        }
        return value.intValue();
    }

    private String owner(String where, JsonNode instance, String name) {
        String text = instance.path(name).asText("");
        if (text.isBlank() || text.length() > Limits.OWNER_LENGTH_MAX) {
            problems.add(where + ": expected a " + name + " of 1 to " + Limits.OWNER_LENGTH_MAX + " characters but got "
                    + instance.path(name));
        }
        return text;
    }

    private ImmutableSortedSet<PciAddress> devices(String where, JsonNode instance) {
        TreeSet<PciAddress> devices = new TreeSet<>();
        for (JsonNode entry : objects(instance.path("pci_devices"))) {
            String address = LegacyHostFile.unwrapped(entry).path("address").asText("");
            PciAddress.parse(address)
                    .ifPresentOrElse(
                            devices::add,
                            () -> problems.add(
                                    where + ": expected PCI devices with an address but got '" + address + "'"));
        }
        return ImmutableSortedSet.copyOfSorted(devices);
    }

    /** The list itself, or that in the envelope of a list of nova's objects. */
    private static JsonNode objects(JsonNode list) {
        JsonNode inner = LegacyHostFile.unwrapped(list);
        return inner.has("objects") ? inner.get("objects") : inner;
    }

    private JsonNode parsed(String where, JsonNode value) {
        if (!value.isTextual()) {
            return value;
        }
        try {
            return JsonFile.MAPPER.readTree(value.textValue());
        } catch (JsonProcessingException e) {
            problems.add(where + ": expected JSON in flavor but " + e.getOriginalMessage());
            return MissingNode.getInstance();
        }
    }

    private static Optional<ConsumerId> id(String text) {
        try {
            return Optional.of(UUID.fromString(text))
                    .filter(id -> id.toString().equalsIgnoreCase(text))
                    .map(ConsumerId::new);
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}

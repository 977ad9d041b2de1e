package dev.berth.cli.migration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.agent.file.LegacyGuest;
import dev.berth.events.model.PciAddress;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The claim for an instance of a resource tracker: its amounts of the host, and a unit of the provider of each of its
 * devices. A claim cannot name addresses, cells or CPUs, so what would be given others than it has is not claimed.
 *
 * @param allocations amounts by provider and class
 * @param objection why it cannot be claimed for
 */
record GuestClaim(LegacyGuest guest, TreeMap<String, TreeMap<String, Long>> allocations, Optional<String> objection) {
    /** Where devices are, as the service shows them. */
    record KnownDevice(String provider, String resourceClass, long unitsOfProvider) {}

    static GuestClaim of(
            LegacyGuest guest, String host, ImmutableSortedMap<PciAddress, Optional<KnownDevice>> devices) {
        TreeMap<String, TreeMap<String, Long>> allocations = new TreeMap<>();
        TreeMap<String, Long> amounts = new TreeMap<>();
        guest.guest().amounts().forEach((resource, amount) -> amounts.put(resource.name(), amount.value()));
        if (!amounts.isEmpty()) {
            allocations.put(host, amounts);
        }
        if (guest.sitsOnCells()) {
            return refused(guest, "it sits on NUMA cells, and a claim cannot say on which");
        }
        for (PciAddress address : guest.devices()) {
            Optional<KnownDevice> known = devices.getOrDefault(address, Optional.empty());
            if (known.isEmpty()) {
                return refused(guest, "it has " + address + ", which no provider of this host counts");
            }
            if (known.get().unitsOfProvider() != 1) {
                return refused(
                        guest,
                        "it has " + address + ", one of the " + known.get().unitsOfProvider()
                                + " devices of a provider, and a claim cannot say which");
            }
            allocations
                    .computeIfAbsent(known.get().provider(), none -> new TreeMap<>())
                    .put(known.get().resourceClass(), 1L);
        }
        return allocations.isEmpty()
                ? refused(guest, "it takes nothing")
                : new GuestClaim(guest, allocations, Optional.empty());
    }

    private static GuestClaim refused(LegacyGuest guest, String why) {
        return new GuestClaim(guest, new TreeMap<>(), Optional.of(why));
    }

    /** What to send, as a claim of a consumer that does not exist yet. */
    ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode json = body.putObject("allocations");
        allocations.forEach((provider, amounts) -> {
            ObjectNode resources = json.putObject(provider).putObject("resources");
            amounts.forEach(resources::put);
        });
        return body.put("project_id", guest.projectId())
                .put("user_id", guest.userId())
                .putNull("consumer_generation")
                .put("consumer_type", "INSTANCE");
    }

    /** Whether a consumer that the service shows holds just this. */
    boolean isHeldIn(JsonNode consumer) {
        TreeMap<String, TreeMap<String, Long>> held = new TreeMap<>();
        for (Map.Entry<String, JsonNode> provider : consumer.path("allocations").properties()) {
            TreeMap<String, Long> amounts = new TreeMap<>();
            provider.getValue()
                    .path("resources")
                    .properties()
                    .forEach(amount ->
                            amounts.put(amount.getKey(), amount.getValue().longValue()));
            held.put(provider.getKey(), amounts);
        }
        return held.equals(allocations)
                && consumer.path("project_id").asText().equals(guest.projectId())
                && consumer.path("user_id").asText().equals(guest.userId());
    }

    String amounts() {
        TreeMap<String, Long> sum = new TreeMap<>();
        allocations.values().forEach(amounts -> amounts.forEach((name, amount) -> sum.merge(name, amount, Long::sum)));
        StringBuilder text = new StringBuilder();
        sum.forEach((name, amount) ->
                text.append(text.isEmpty() ? "" : ",").append(name).append(':').append(amount));
        return text.toString();
    }
}

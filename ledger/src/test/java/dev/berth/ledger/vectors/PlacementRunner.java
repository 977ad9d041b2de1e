package dev.berth.ledger.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.devicespec.DeviceProvider;
import dev.berth.devicespec.DeviceProviders;
import dev.berth.devicespec.DeviceRefusal;
import java.util.TreeSet;

/** Category placement: the providers that offered devices become, or why they cannot. */
final class PlacementRunner implements VectorRunner {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Override
    public void run(JsonNode vector) {
        JsonNode given = vector.path("given");
        VectorHost host = VectorHost.of(given);
        DeviceProviders providers = DeviceProviders.of(
                given.path("node_name").textValue(), host.spec(), host.offered(given.path("devices")));
        JsonNode expected = vector.path("expect");
        if (expected.has("error")) {
            assertThat(providers.refusals())
                    .extracting(PlacementRunner::novaName)
                    .as("refusals")
                    .contains(expected.path("error").textValue());
            return;
        }
        assertThat(providers.refusals()).as("refusals").isEmpty();
        expected.path("providers").forEach(PlacementRunner::sortTraits);
        VectorJson.assertSame(expected.path("providers"), json(providers));
    }

    /** Traits are a set, in whatever order a vector writes them. */
    private static void sortTraits(JsonNode provider) {
        TreeSet<String> traits = new TreeSet<>();
        provider.path("traits").forEach(trait -> traits.add(trait.textValue()));
        ArrayNode sorted = ((ObjectNode) provider).putArray("traits");
        traits.forEach(sorted::add);
    }

    private static ObjectNode json(DeviceProviders providers) {
        ObjectNode json = MAPPER.createObjectNode();
        for (DeviceProvider provider : providers.providers()) {
            ObjectNode node = json.putObject(provider.name());
            node.putObject("inventories")
                    .putObject(provider.resourceClass().name())
                    .put("total", provider.inventory().total())
                    .put("max_unit", provider.inventory().maxUnit());
            ArrayNode traits = node.putArray("traits");
            provider.traits().forEach(trait -> traits.add(trait.name()));
        }
        return json;
    }

    /** What nova raises for it. */
    private static String novaName(DeviceRefusal refusal) {
        return switch (refusal.code()) {
            case PF_WITH_CHILDREN -> "PlacementPciDependentDeviceException";
            case MIXED_CLASSES -> "PlacementPciMixedResourceClassException";
            case MIXED_TRAITS -> "PlacementPciMixedTraitsException";
            case NO_PARENT, DEVNAME, INVALID_NAME, ONE_TIME_USE_CHILD -> "PlacementPciException";
        };
    }
}

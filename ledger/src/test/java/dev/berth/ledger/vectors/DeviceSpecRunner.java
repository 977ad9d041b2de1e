package dev.berth.ledger.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.devicespec.DeviceMatch;
import dev.berth.devicespec.DeviceSpec;
import dev.berth.devicespec.DeviceSpecError;
import dev.berth.devicespec.HostDevices;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Category device_spec: which entry each reported device matches, with which tags; or which config error there is. */
final class DeviceSpecRunner implements VectorRunner {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Override
    public void run(JsonNode vector) {
        JsonNode given = vector.path("given");
        List<PciDevice> reported = VectorHost.devices(given.path("devices"));
        List<PciDevice> known = new ArrayList<>(reported);
        known.addAll(VectorHost.devices(given.path("sysfs_only")));
        HostDevices host = HostDevices.of(known, interfaces(given.path("interfaces")));
        DeviceSpec.Parsed parsed = DeviceSpec.parse(MAPPER.convertValue(given.path("device_specs"), Object.class));
        List<DeviceSpecError> errors = new ArrayList<>(parsed.errors());
        parsed.spec().ifPresent(spec -> errors.addAll(spec.errorsOn(host)));

        JsonNode expected = vector.path("expect");
        if (expected.has("config_error")) {
            assertThat(errors)
                    .extracting(DeviceSpecRunner::novaName)
                    .as("config errors")
                    .contains(expected.path("config_error").textValue());
            return;
        }
        assertThat(errors).as("config errors").isEmpty();
        VectorJson.assertSame(expected, matches(parsed.spec().orElseThrow(), reported, host));
    }

    private static ObjectNode matches(DeviceSpec spec, List<PciDevice> reported, HostDevices host) {
        ObjectNode matches = MAPPER.createObjectNode();
        ObjectNode indexes = matches.putObject("matched_spec_index");
        ObjectNode tags = matches.putObject("tags");
        for (PciDevice device : reported) {
            String address = device.address().toString();
            Optional<DeviceMatch> match = spec.match(device, host);
            indexes.put(address, match.map(DeviceMatch::entry).orElse(null));
            tags.set(address, match.map(DeviceSpecRunner::tags).orElse(MAPPER.nullNode()));
        }
        return matches;
    }

    private static JsonNode tags(DeviceMatch match) {
        ObjectNode tags = MAPPER.createObjectNode();
        match.tags().forEach((name, value) -> tags.set(name, plain(value)));
        return tags;
    }

    private static JsonNode plain(AttributeValue value) {
        return switch (value.kind()) {
            case TEXT -> MAPPER.getNodeFactory().textNode(((AttributeValue.Text) value).value());
            case FLAG -> MAPPER.getNodeFactory().booleanNode(((AttributeValue.Flag) value).value());
            case WHOLE -> MAPPER.getNodeFactory().numberNode(((AttributeValue.Whole) value).value());
            case DECIMAL -> MAPPER.getNodeFactory().numberNode(((AttributeValue.Decimal) value).value());
            case LIST ->
                MAPPER.createArrayNode()
                        .addAll(((AttributeValue.Many) value)
                                .values().stream().map(DeviceSpecRunner::plain).toList());
            case NOTHING -> MAPPER.nullNode();
        };
    }

    private static TreeMap<String, PciAddress> interfaces(JsonNode node) {
        TreeMap<String, PciAddress> interfaces = new TreeMap<>();
        node.properties()
                .forEach(each -> interfaces.put(
                        each.getKey(), PciAddress.of(each.getValue().textValue())));
        return interfaces;
    }

    /** What nova raises for it. */
    private static String novaName(DeviceSpecError error) {
        return switch (error.code()) {
            case NOT_A_MAP, INVALID_VALUE, REMOTE_MANAGED_IDS -> "PciConfigInvalidSpec";
            case WRONG_ADDRESS_FORMAT -> "PciDeviceWrongAddressFormat";
            case DEVNAME_AND_ADDRESS -> "PciDeviceInvalidDeviceName";
            case REMOTE_MANAGED_PF -> "PciDeviceInvalidPFRemoteManaged";
            case REMOTE_MANAGED_ABSENT -> "PciDeviceRemoteManagedNotPresent";
        };
    }
}

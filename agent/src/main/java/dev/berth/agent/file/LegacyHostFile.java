package dev.berth.agent.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.common.collect.ImmutableList;
import dev.berth.agent.report.HostFacts;
import dev.berth.computenode.ComputeNode;
import dev.berth.computenode.LegacyStock;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.ProviderId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;

/**
 * Reads the resource dictionary that a nova-style tracker makes of its host: vcpus, memory_mb, local_gb with their
 * used amounts and ratios, numa_topology, pci_passthrough_devices. The last two may be JSON in a string, as nova
 * keeps them, and wrapped in nova's object envelopes. Derived fields, PCI pools above all, are not read. One reader
 * reads one file.
 */
public final class LegacyHostFile {
    private final JsonNode dictionary;
    private final List<String> problems = new ArrayList<>();

    private LegacyHostFile(JsonNode dictionary) {
        this.dictionary = dictionary;
    }

    /** The host in the file, or all that is wrong with it. */
    public static FileContent<LegacyHost> read(Path file) {
        FileContent<JsonNode> content = JsonFile.read(file, JsonNode.class);
        if (content.value().isEmpty()) {
            return FileContent.unusable(content.problems());
        }
        LegacyHostFile reader = new LegacyHostFile(unwrapped(content.value().get()));
        LegacyHost host = reader.host();
        return reader.problems.isEmpty()
                ? FileContent.of(host)
                : FileContent.unusable(reader.problems.stream()
                        .map(problem -> file + ": " + problem)
                        .toList());
    }

    private LegacyHost host() {
        if (!dictionary.isObject()) {
            problems.add("expected a resource dictionary with vcpus, memory_mb and local_gb but got " + dictionary);
        }
        ComputeNode node = new ComputeNode(
                stock("vcpus", "cpu_allocation_ratio"),
                stock("memory_mb", "ram_allocation_ratio"),
                stock("local_gb", "disk_allocation_ratio"));
        ImmutableList<NumaCell> cells = cells();
        LegacyDevices devices = new LegacyDevices();
        JsonNode reported = embedded("pci_passthrough_devices");
        if (reported.isArray()) {
            reported.forEach(devices::add);
        } else if (isGiven(reported)) {
            problems.add("pci_passthrough_devices: expected a list of devices but got " + reported);
        }
        return new LegacyHost(
                text("hypervisor_hostname").or(() -> text("host")),
                hostId(),
                new HostFacts(
                        node,
                        HostFacts.HOST_TRAITS,
                        cells.stream()
                                .mapToInt(cell -> cell.dedicatedCpus().size())
                                .sum(),
                        cells,
                        devices.hostDevices(),
                        ImmutableList.copyOf(devices.warnings())));
    }

    private LegacyStock stock(String name, String ratio) {
        return new LegacyStock(
                amount(name).orElseGet(() -> missing(name)),
                amount(name + "_used").orElse(0L),
                ratio(ratio));
    }

    private long missing(String name) {
        if (!isGiven(dictionary.path(name))) {
            problems.add(name + ": expected a whole number of 0 or more but it is missing");
        }
        return 0;
    }

    private Optional<Long> amount(String name) {
        JsonNode value = dictionary.path(name);
        if (!isGiven(value)) {
            return Optional.empty();
        }
        if (!value.canConvertToLong() || !value.isIntegralNumber() || value.longValue() < 0) {
            problems.add(name + ": expected a whole number of 0 or more but got " + value);
            return Optional.empty();
        }
        return Optional.of(value.longValue());
    }

    private OptionalDouble ratio(String name) {
        JsonNode value = dictionary.path(name);
        if (!isGiven(value)) {
            return OptionalDouble.empty();
        }
        if (!value.isNumber() || !Double.isFinite(value.doubleValue()) || value.doubleValue() < 0) {
            problems.add(name + ": expected a ratio of 0 or more but got " + value);
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(value.doubleValue());
    }

    private ImmutableList<NumaCell> cells() {
        LegacyCells cells = new LegacyCells(problems);
        for (JsonNode cell : unwrapped(embedded("numa_topology")).path("cells")) {
            cells.add(unwrapped(cell));
        }
        return cells.cells();
    }

    private Optional<ProviderId> hostId() {
        Optional<String> uuid = text("uuid");
        try {
            return uuid.map(UUID::fromString).map(ProviderId::new);
        } catch (IllegalArgumentException e) {
            problems.add("uuid: expected a UUID but got '" + uuid.orElse("") + "'");
            return Optional.empty();
        }
    }

    private Optional<String> text(String name) {
        return Optional.of(dictionary.path(name))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> !text.isBlank());
    }

    /** A value that may be JSON itself or text holding JSON. */
    private JsonNode embedded(String name) {
        JsonNode value = dictionary.path(name);
        if (!value.isTextual()) {
            return value;
        }
        try {
            return JsonFile.MAPPER.readTree(value.textValue());
        } catch (JsonProcessingException e) {
            problems.add(name + ": expected JSON but got '" + value.textValue() + "'");
            return MissingNode.getInstance();
        }
    }

    /** What is inside the envelope that nova puts around its objects. */
    static JsonNode unwrapped(JsonNode object) {
        return object.has("nova_object.data") ? object.get("nova_object.data") : object;
    }

    private static boolean isGiven(JsonNode value) {
        return !value.isMissingNode() && !value.isNull();
    }
}

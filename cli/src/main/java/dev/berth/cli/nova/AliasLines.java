package dev.berth.cli.nova;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.json.BoundedJson;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.Printable;
import dev.berth.ledger.resource.pci.flavor.Aliases;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Flavors as the lines that a nova.conf would have for them. Stateless. */
public final class AliasLines {
    private static final ObjectMapper MAPPER = BoundedJson.mapper();

    private AliasLines() {}

    /** The section, with a line for each alternative, and a comment for each flavor that no alias can ask for. */
    public static List<String> of(Iterable<PciFlavor> flavors) {
        List<String> lines = new ArrayList<>(List.of("[pci]"));
        for (PciFlavor flavor : flavors) {
            Optional<ImmutableList<ImmutableSortedMap<String, Object>>> definitions = Aliases.definitions(flavor);
            if (definitions.isPresent()) {
                definitions.get().forEach(definition -> lines.add("alias = " + json(definition)));
            } else {
                lines.add("# " + Printable.of(flavor.name())
                        + " is left out: an alias has both vendor_id and product_id, and device_type, numa_policy and"
                        + " live_migratable besides, but nothing else");
            }
        }
        return lines;
    }

    /**
     * The name first, as people write it; a dollar sign, which oslo.config takes for a reference, in its other form.
     */
    private static String json(ImmutableSortedMap<String, Object> definition) {
        ObjectNode json = MAPPER.createObjectNode();
        json.putPOJO("name", definition.get("name"));
        definition.forEach(json::putPOJO);
        return json.toString().replace("$", "\\u0024");
    }
}

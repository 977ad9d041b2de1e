package dev.berth.api.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.api.server.SampleRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Changes a valid body in one to three places and leaves it JSON: other values, keys too many, too few, or strange. */
final class JsonMutation {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1",
            "1.0",
            "1e400",
            "-0.0",
            "1e-400",
            "2147483647",
            "2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "1" + "0".repeat(900),
            "[]",
            "{}",
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\u202e<script>\\n\"",
            "\"" + "<".repeat(300) + "\"",
            "\"" + "x".repeat(5_000) + "\"",
            "\"VCPU\"",
            "\"CUSTOM_GOLD\"",
            "\"INSTANCE\"",
            "\"" + SampleRequest.PROVIDER + "\"",
            "\"" + SampleRequest.CONSUMER + "\"",
            "\"" + SampleRequest.PROVIDER.toUpperCase(java.util.Locale.ROOT) + "\"",
            "[".repeat(14) + "]".repeat(14),
            "["
                    + String.join(
                            ",",
                            IntStream.range(0, 2_000)
                                    .mapToObj(Integer::toString)
                                    .toList()) + "]");

    private static final List<String> KEYS = List.of(
            "",
            "uuid",
            "VCPU",
            "CUSTOM_GOLD",
            "allocations",
            "resources",
            "inventories",
            "pci",
            "numa",
            "mappings",
            "__proto__",
            "a\u0000b",
            "x".repeat(300),
            SampleRequest.PROVIDER,
            SampleRequest.CONSUMER);

    private JsonMutation() {}

    static byte[] of(String body, SplittableRandom random) {
        try {
            JsonNode root = MAPPER.readTree(body);
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                List<JsonNode> containers = new ArrayList<>();
                collect(root, containers);
                if (containers.isEmpty()) {
                    break;
                }
                JsonNode container = containers.get(random.nextInt(containers.size()));
                if (container instanceof ObjectNode object) {
                    change(object, random);
                } else if (container instanceof ArrayNode array) {
                    change(array, random);
                }
            }
            return MAPPER.writeValueAsBytes(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void change(ObjectNode object, SplittableRandom random) throws IOException {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        String name = names.isEmpty() ? "a" : names.get(random.nextInt(names.size()));
        switch (random.nextInt(5)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(KEYS.get(random.nextInt(KEYS.size())), value(random));
            case 2 -> {
                JsonNode moved = object.remove(name);
                object.set(KEYS.get(random.nextInt(KEYS.size())), moved == null ? value(random) : moved);
            }
            default -> object.set(name, value(random));
        }
    }

    private static void change(ArrayNode array, SplittableRandom random) throws IOException {
        if (array.isEmpty() || random.nextInt(3) == 0) {
            array.add(value(random));
        } else if (random.nextBoolean()) {
            array.add(array.get(random.nextInt(array.size())).deepCopy());
        } else {
            array.set(random.nextInt(array.size()), value(random));
        }
    }

    private static JsonNode value(SplittableRandom random) throws IOException {
        // Jackson keeps a number as it was written, so that it comes to the service like that.
        return MAPPER.reader()
                .with(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .readTree(VALUES.get(random.nextInt(VALUES.size())));
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode() && containers.size() < 200) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }
}

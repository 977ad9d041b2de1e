package dev.berth.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import java.io.IOException;
import java.util.Optional;

/**
 * The records of the schemas topic, key over value, laid out as Confluent's registry lays out those of Avro schemas:
 *
 * <pre>
 *   {"keytype":"SCHEMA","subject":s,"version":v,"magic":1}
 *       {"subject":s,"version":v,"id":i,"schema":text,"deleted":false}
 *   {"keytype":"CONFIG","subject":s or null,"magic":0}
 *       {"compatibilityLevel":level}
 *   {"keytype":"NOOP",...}
 *       nothing; Confluent's marker of the topic's end
 * </pre>
 */
final class SchemaRecordCodec {

    private SchemaRecordCodec() {}

    static byte[] schemaKey(RegisteredSchema schema) {
        return bytes(RegistryJson.MAPPER
                .createObjectNode()
                .put("keytype", "SCHEMA")
                .put("subject", schema.subject())
                .put("version", schema.version())
                .put("magic", 1));
    }

    static byte[] schemaValue(RegisteredSchema schema) {
        return bytes(RegistryJson.MAPPER
                .createObjectNode()
                .put("subject", schema.subject())
                .put("version", schema.version())
                .put("id", schema.id())
                .put("schema", schema.text())
                .put("deleted", false));
    }

    /** The key of a subject's level, or of the global one. */
    static byte[] levelKey(Optional<String> subject) {
        return bytes(RegistryJson.MAPPER
                .createObjectNode()
                .put("keytype", "CONFIG")
                .put("subject", subject.orElse(null))
                .put("magic", 0));
    }

    static byte[] levelValue(CompatibilityLevel level) {
        return bytes(RegistryJson.MAPPER.createObjectNode().put("compatibilityLevel", level.name));
    }

    /**
     * Adds one record to the catalogue.
     *
     * @throws IOException if the record is not one of the above
     */
    static void fold(byte[] key, byte[] value, SchemaCatalogue catalogue) throws IOException {
        JsonNode name = RegistryJson.MAPPER.readTree(key);
        String kind = name.path("keytype").asText();
        switch (kind) {
            case "SCHEMA" -> foldSchema(RegistryJson.MAPPER.readTree(present(value)), catalogue);
            case "CONFIG" -> foldLevel(name.path("subject"), RegistryJson.MAPPER.readTree(present(value)), catalogue);
            case "NOOP" -> {}
            default -> throw new IOException("expected keytype SCHEMA, CONFIG or NOOP but got " + name);
        }
    }

    private static void foldSchema(JsonNode value, SchemaCatalogue catalogue) throws IOException {
        if (value.path("deleted").asBoolean() || value.path("references").size() > 0) {
            throw new IOException("expected a schema neither deleted nor with references but got " + value);
        }
        catalogue.add(new RegisteredSchema(
                required(value, "subject").asText(),
                required(value, "version").asInt(),
                required(value, "id").asInt(),
                new AvroSchema(required(value, "schema").asText())));
    }

    private static void foldLevel(JsonNode subject, JsonNode value, SchemaCatalogue catalogue) throws IOException {
        String name = required(value, "compatibilityLevel").asText();
        CompatibilityLevel level = CompatibilityLevel.forName(name);
        if (level == null) {
            throw new IOException("expected a compatibility level but got " + name);
        }
        if (subject.isTextual()) {
            catalogue.setLevel(subject.asText(), level);
        } else {
            catalogue.setGlobalLevel(level);
        }
    }

    private static byte[] present(byte[] value) throws IOException {
        if (value == null) {
            throw new IOException("expected a value but got a deletion, which this registry does not know");
        }
        return value;
    }

    private static JsonNode required(JsonNode object, String field) throws IOException {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            throw new IOException("expected a field " + field + " but got " + object);
        }
        return value;
    }

    private static byte[] bytes(ObjectNode node) {
        try {
            return RegistryJson.MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("expected a JSON tree to be written but got", e);
        }
    }
}

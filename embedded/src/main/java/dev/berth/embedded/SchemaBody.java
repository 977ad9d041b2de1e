package dev.berth.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The body that carries a schema: {"schema": text, "schemaType": "AVRO" unless absent}. */
final class SchemaBody {
    private SchemaBody() {}

    /** Goes on with the schema in the body, or refuses it with the reason. */
    static RegistryReply withSchema(JsonNode body, Function<AvroSchema, RegistryReply> then) {
        String kind = body.path("schemaType").asText(AvroSchema.TYPE);
        if (!kind.equals(AvroSchema.TYPE)) {
            return invalidSchema("this registry keeps schemas of type AVRO, not " + kind);
        }
        if (!body.path("references").isEmpty()) {
            return invalidSchema("this registry does not keep references; send the schema whole");
        }
        if (!body.path("schema").isTextual()) {
            return invalidSchema("expected the schema as a string in the field \"schema\"");
        }
        AvroSchema schema;
        try {
            // Said to be new, a schema has its default values checked too.
            schema = new AvroSchema(body.path("schema").asText(), List.of(), Map.of(), null, true);
        } catch (RuntimeException e) {
            return invalidSchema(e.getMessage());
        }
        return then.apply(schema);
    }

    private static RegistryReply invalidSchema(String reason) {
        return RegistryReply.refused(RegistryError.INVALID_SCHEMA, "Invalid schema: " + reason);
    }
}

package dev.berth.embedded;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What can be asked of the catalogue, and how it is answered; nothing here changes or waits. Thread-safe. */
final class SchemaQueries {
    static final String LATEST = "latest";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final SchemaCatalogue catalogue;

    SchemaQueries(SchemaCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    RegistryReply subjects(Optional<String> prefix) {
        // Confluent's clients ask for subjects of every context, of which there is one here, by this prefix.
        String wanted = prefix.filter(text -> !text.equals(":*:")).orElse("");
        ArrayNode names = JSON.arrayNode();
        catalogue.subjects().stream().filter(name -> name.startsWith(wanted)).forEach(names::add);
        return RegistryReply.ok(names);
    }

    RegistryReply versions(String subject) {
        List<RegisteredSchema> versions = catalogue.versions(subject);
        ArrayNode numbers = JSON.arrayNode();
        versions.forEach(version -> numbers.add(version.version()));
        return versions.isEmpty() ? subjectNotFound(subject) : RegistryReply.ok(numbers);
    }

    RegistryReply version(String subject, String version) {
        return withVersion(subject, version, SchemaQueries::schemaReply);
    }

    RegistryReply schema(String id, boolean tellsGreatestId) {
        return withId(id, (number, schema) -> {
            ObjectNode reply = JSON.objectNode().put("schema", schema.canonicalString());
            if (tellsGreatestId) {
                reply.put("maxId", catalogue.greatestId());
            }
            return RegistryReply.ok(reply);
        });
    }

    RegistryReply uses(String id) {
        return withId(id, (number, schema) -> {
            ArrayNode uses = JSON.arrayNode();
            catalogue
                    .uses(number)
                    .forEach(use ->
                            uses.addObject().put("subject", use.subject()).put("version", use.version()));
            return RegistryReply.ok(uses);
        });
    }

    /** Goes on with the version of that number, or with the latest. */
    RegistryReply withVersion(String subject, String version, Function<RegisteredSchema, RegistryReply> then) {
        boolean isLatest = version.equals(LATEST) || version.equals("-1");
        int number = isLatest ? 0 : positive(version);
        if (!isLatest && number == 0) {
            return RegistryReply.refused(
                    RegistryError.INVALID_VERSION,
                    "The specified version '" + version + "' is not a valid version id. Allowed values are between"
                            + " [1, 2^31-1] and the string \"latest\"");
        }
        List<RegisteredSchema> versions = catalogue.versions(subject);
        if (versions.isEmpty()) {
            return subjectNotFound(subject);
        }
        Optional<RegisteredSchema> found =
                isLatest ? Optional.of(versions.get(versions.size() - 1)) : catalogue.version(subject, number);
        return found.map(then)
                .orElseGet(() ->
                        RegistryReply.refused(RegistryError.VERSION_NOT_FOUND, "Version " + version + " not found."));
    }

    private RegistryReply withId(String id, BiFunction<Integer, AvroSchema, RegistryReply> then) {
        int number = positive(id);
        return catalogue
                .schema(number)
                .map(schema -> then.apply(number, schema))
                .orElseGet(() -> RegistryReply.refused(RegistryError.SCHEMA_NOT_FOUND, "Schema " + id + " not found"));
    }

    /** 0 for whatever is not a positive number. */
    private static int positive(String text) {
        try {
            return Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    static RegistryReply schemaReply(RegisteredSchema schema) {
        return RegistryReply.ok(JSON.objectNode()
                .put("subject", schema.subject())
                .put("version", schema.version())
                .put("id", schema.id())
                .put("schema", schema.text()));
    }

    static RegistryReply subjectNotFound(String subject) {
        return RegistryReply.refused(RegistryError.SUBJECT_NOT_FOUND, "Subject '" + subject + "' not found.");
    }
}

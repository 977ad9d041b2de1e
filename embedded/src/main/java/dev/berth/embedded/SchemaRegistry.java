package dev.berth.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.ParsedSchemaHolder;
import io.confluent.kafka.schemaregistry.SimpleParsedSchemaHolder;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * The registry's rules: who gets which id and version, and what is compatible. Reads ask the catalogue; writes take turns, and
 * each first reads what the topic holds. Thread-safe.
 */
final class SchemaRegistry {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String LATEST = "latest";

    private final SchemaCatalogue catalogue;
    private final SchemaTopic topic;

    SchemaRegistry(SchemaCatalogue catalogue, SchemaTopic topic) {
        this.catalogue = catalogue;
        this.topic = topic;
    }

    /** Gives the schema an id under the subject; a schema the subject already holds keeps the one it has. */
    synchronized RegistryReply register(String subject, JsonNode body) {
        if (subject.isBlank() || subject.chars().anyMatch(Character::isISOControl)) {
            return RegistryReply.refused(
                    RegistryError.INVALID_SUBJECT, "The specified subject '" + subject + "' is not a valid subject.");
        }
        if (body.path("id").asInt() > 0) {
            return RegistryReply.refused(
                    RegistryError.OPERATION_NOT_PERMITTED, "Subject " + subject + " is not in import mode");
        }
        return withSchema(body, schema -> {
            topic.catchUp();
            return catalogue
                    .find(subject, schema)
                    .map(known -> idReply(known.id()))
                    .orElseGet(() -> registerNew(subject, schema));
        });
    }

    private RegistryReply registerNew(String subject, AvroSchema schema) {
        List<RegisteredSchema> earlier = catalogue.versions(subject);
        List<String> conflicts = conflicts(subject, schema, earlier);
        if (!conflicts.isEmpty()) {
            return RegistryReply.refused(
                    RegistryError.INCOMPATIBLE_SCHEMA,
                    "Schema being registered is incompatible with an earlier schema for subject \"" + subject
                            + "\", details: " + conflicts);
        }
        int id = catalogue.idOf(schema).orElseGet(() -> catalogue.greatestId() + 1);
        int version = earlier.isEmpty() ? 1 : earlier.get(earlier.size() - 1).version() + 1;
        topic.append(new RegisteredSchema(subject, version, id, schema));
        return idReply(id);
    }

    /** The id and version under which the subject holds this schema. */
    RegistryReply lookUp(String subject, JsonNode body) {
        if (catalogue.versions(subject).isEmpty()) {
            return subjectNotFound(subject);
        }
        return withSchema(
                body,
                schema -> catalogue
                        .find(subject, schema)
                        .map(SchemaRegistry::schemaReply)
                        .orElseGet(() -> RegistryReply.refused(RegistryError.SCHEMA_NOT_FOUND, "Schema not found")));
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
        return versions.isEmpty()
                ? subjectNotFound(subject)
                : RegistryReply.ok(numbers(versions, RegisteredSchema::version));
    }

    RegistryReply version(String subject, String version) {
        return withVersion(subject, version, SchemaRegistry::schemaReply);
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

    RegistryReply globalLevel() {
        return levelReply("compatibilityLevel", catalogue.globalLevel());
    }

    RegistryReply level(String subject, boolean fallsBackToGlobal) {
        return catalogue
                .levelOf(subject)
                .or(() -> fallsBackToGlobal ? Optional.of(catalogue.globalLevel()) : Optional.empty())
                .map(level -> levelReply("compatibilityLevel", level))
                .orElseGet(() -> RegistryReply.refused(
                        RegistryError.SUBJECT_LEVEL_NOT_SET,
                        "Subject '" + subject + "' does not have subject-level compatibility configured"));
    }

    /** Sets the level of a subject, or the global one; it binds what is registered from then on. */
    synchronized RegistryReply setLevel(Optional<String> subject, JsonNode body) {
        CompatibilityLevel level =
                CompatibilityLevel.forName(body.path("compatibility").asText().toUpperCase(Locale.ROOT));
        if (level == null) {
            String levels = Arrays.stream(CompatibilityLevel.values())
                    .map(known -> known.name)
                    .collect(Collectors.joining(", "));
            return RegistryReply.refused(
                    RegistryError.INVALID_LEVEL, "Invalid compatibility level. Valid values are " + levels);
        }
        topic.append(subject, level);
        return levelReply("compatibility", level);
    }

    /** Whether the schema could be registered, as far as one version is concerned. */
    RegistryReply testAgainst(String subject, String version, JsonNode body, boolean isVerbose) {
        if (version.equals(LATEST) && catalogue.versions(subject).isEmpty()) {
            return withSchema(body, schema -> compatibilityReply(List.of(), isVerbose));
        }
        return withVersion(
                subject,
                version,
                earlier -> withSchema(
                        body, schema -> compatibilityReply(conflicts(subject, schema, List.of(earlier)), isVerbose)));
    }

    /** Whether the schema could be registered, as far as the subject's level is concerned. */
    RegistryReply test(String subject, JsonNode body, boolean isVerbose) {
        return withSchema(
                body, schema -> compatibilityReply(conflicts(subject, schema, catalogue.versions(subject)), isVerbose));
    }

    private List<String> conflicts(String subject, AvroSchema schema, List<RegisteredSchema> earlier) {
        List<ParsedSchemaHolder> oldestFirst = earlier.stream()
                .<ParsedSchemaHolder>map(version -> new SimpleParsedSchemaHolder(version.schema()))
                .toList();
        return schema.isCompatible(catalogue.effectiveLevel(subject), oldestFirst);
    }

    private static RegistryReply withSchema(JsonNode body, Function<AvroSchema, RegistryReply> then) {
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

    private RegistryReply withVersion(String subject, String version, Function<RegisteredSchema, RegistryReply> then) {
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

    private RegistryReply withId(String id, SchemaById then) {
        int number = positive(id);
        return catalogue
                .schema(number)
                .map(schema -> then.reply(number, schema))
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

    private static RegistryReply idReply(int id) {
        return RegistryReply.ok(JSON.objectNode().put("id", id));
    }

    private static RegistryReply schemaReply(RegisteredSchema schema) {
        return RegistryReply.ok(JSON.objectNode()
                .put("subject", schema.subject())
                .put("version", schema.version())
                .put("id", schema.id())
                .put("schema", schema.text()));
    }

    private static RegistryReply levelReply(String field, CompatibilityLevel level) {
        return RegistryReply.ok(JSON.objectNode().put(field, level.name));
    }

    private static RegistryReply compatibilityReply(List<String> conflicts, boolean isVerbose) {
        ObjectNode reply = JSON.objectNode().put("is_compatible", conflicts.isEmpty());
        if (isVerbose) {
            ArrayNode messages = reply.putArray("messages");
            conflicts.forEach(messages::add);
        }
        return RegistryReply.ok(reply);
    }

    private static ArrayNode numbers(List<RegisteredSchema> schemas, ToIntFunction<RegisteredSchema> number) {
        ArrayNode numbers = JSON.arrayNode();
        schemas.forEach(schema -> numbers.add(number.applyAsInt(schema)));
        return numbers;
    }

    private static RegistryReply subjectNotFound(String subject) {
        return RegistryReply.refused(RegistryError.SUBJECT_NOT_FOUND, "Subject '" + subject + "' not found.");
    }

    private static RegistryReply invalidSchema(String reason) {
        return RegistryReply.refused(RegistryError.INVALID_SCHEMA, "Invalid schema: " + reason);
    }

    private interface SchemaById {
        RegistryReply reply(int id, AvroSchema schema);
    }
}

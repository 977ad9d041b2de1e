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
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The registry's rules: who gets which id and version, and what is compatible. Writes take turns, and each first reads
 * what the topic holds. Thread-safe.
 */
final class SchemaRegistry {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final SchemaCatalogue catalogue;
    private final SchemaQueries queries;
    private final SchemaTopic topic;

    SchemaRegistry(SchemaCatalogue catalogue, SchemaTopic topic) {
        this.catalogue = catalogue;
        this.queries = new SchemaQueries(catalogue);
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
        return SchemaBody.withSchema(body, schema -> {
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
            return SchemaQueries.subjectNotFound(subject);
        }
        return SchemaBody.withSchema(
                body,
                schema -> catalogue
                        .find(subject, schema)
                        .map(SchemaQueries::schemaReply)
                        .orElseGet(() -> RegistryReply.refused(RegistryError.SCHEMA_NOT_FOUND, "Schema not found")));
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

    /**
     * Sets the level of a subject; it binds what is registered from then on. Nobody is asked who they are here, so a
     * level may be made to bind more, never less.
     */
    synchronized RegistryReply setLevel(String subject, JsonNode body) {
        CompatibilityLevel level =
                CompatibilityLevel.forName(body.path("compatibility").asText().toUpperCase(Locale.ROOT));
        if (level == null) {
            String levels = Arrays.stream(CompatibilityLevel.values())
                    .map(known -> known.name)
                    .collect(Collectors.joining(", "));
            return RegistryReply.refused(
                    RegistryError.INVALID_LEVEL, "Invalid compatibility level. Valid values are " + levels);
        }
        topic.catchUp();
        CompatibilityLevel now = catalogue.effectiveLevel(subject);
        if (!Strictness.of(level).holds(Strictness.of(now))) {
            return RegistryReply.refused(
                    RegistryError.LEVEL_LOOSENED,
                    "Subject '" + subject + "' is held to " + now.name + "; it can be held to more, not to "
                            + level.name);
        }
        if (!catalogue.levelOf(subject).equals(Optional.of(level))) {
            topic.append(subject, level);
        }
        return levelReply("compatibility", level);
    }

    /** Whether the schema could be registered, as far as one version is concerned. */
    RegistryReply testAgainst(String subject, String version, JsonNode body, boolean isVerbose) {
        if (version.equals(SchemaQueries.LATEST) && catalogue.versions(subject).isEmpty()) {
            return SchemaBody.withSchema(body, schema -> compatibilityReply(List.of(), isVerbose));
        }
        return queries.withVersion(
                subject,
                version,
                earlier -> SchemaBody.withSchema(
                        body, schema -> compatibilityReply(conflicts(subject, schema, List.of(earlier)), isVerbose)));
    }

    /** Whether the schema could be registered, as far as the subject's level is concerned. */
    RegistryReply test(String subject, JsonNode body, boolean isVerbose) {
        return SchemaBody.withSchema(
                body, schema -> compatibilityReply(conflicts(subject, schema, catalogue.versions(subject)), isVerbose));
    }

    private List<String> conflicts(String subject, AvroSchema schema, List<RegisteredSchema> earlier) {
        List<ParsedSchemaHolder> oldestFirst = earlier.stream()
                .<ParsedSchemaHolder>map(version -> new SimpleParsedSchemaHolder(version.schema()))
                .toList();
        return schema.isCompatible(catalogue.effectiveLevel(subject), oldestFirst);
    }

    private static RegistryReply idReply(int id) {
        return RegistryReply.ok(JSON.objectNode().put("id", id));
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
}

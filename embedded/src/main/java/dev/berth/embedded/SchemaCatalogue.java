package dev.berth.embedded;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Everything the registry knows, in memory: the fold of its topic, written by nothing else. Adding the same twice
 * changes nothing. Thread-safe.
 */
final class SchemaCatalogue {
    private final NavigableMap<String, NavigableMap<Integer, RegisteredSchema>> subjects = new TreeMap<>();
    private final NavigableMap<Integer, AvroSchema> schemaById = new TreeMap<>();
    private final Map<String, Integer> idByIdentity = new HashMap<>();
    private final Map<String, CompatibilityLevel> levelBySubject = new HashMap<>();
    private CompatibilityLevel globalLevel = CompatibilityLevel.BACKWARD;

    synchronized void add(RegisteredSchema added) {
        subjects.computeIfAbsent(added.subject(), subject -> new TreeMap<>()).put(added.version(), added);
        schemaById.putIfAbsent(added.id(), added.schema());
        idByIdentity.putIfAbsent(RegisteredSchema.identityOf(added.schema()), added.id());
    }

    synchronized void setGlobalLevel(CompatibilityLevel level) {
        globalLevel = level;
    }

    synchronized void setLevel(String subject, CompatibilityLevel level) {
        levelBySubject.put(subject, level);
    }

    synchronized CompatibilityLevel globalLevel() {
        return globalLevel;
    }

    /** The subject's own level, empty where it follows the global one. */
    synchronized Optional<CompatibilityLevel> levelOf(String subject) {
        return Optional.ofNullable(levelBySubject.get(subject));
    }

    synchronized CompatibilityLevel effectiveLevel(String subject) {
        return levelOf(subject).orElse(globalLevel);
    }

    synchronized List<String> subjects() {
        return List.copyOf(subjects.keySet());
    }

    /** The subject's versions, oldest first; none if nothing was ever registered under it. */
    synchronized List<RegisteredSchema> versions(String subject) {
        return Optional.ofNullable(subjects.get(subject))
                .map(versions -> List.copyOf(versions.values()))
                .orElse(List.of());
    }

    synchronized Optional<RegisteredSchema> version(String subject, int version) {
        return Optional.ofNullable(subjects.get(subject)).map(versions -> versions.get(version));
    }

    synchronized Optional<RegisteredSchema> find(String subject, AvroSchema schema) {
        String identity = RegisteredSchema.identityOf(schema);
        return versions(subject).stream()
                .filter(version -> RegisteredSchema.identityOf(version.schema()).equals(identity))
                .findFirst();
    }

    synchronized Optional<AvroSchema> schema(int id) {
        return Optional.ofNullable(schemaById.get(id));
    }

    /** Where this id is used, by subject and version. */
    synchronized List<RegisteredSchema> uses(int id) {
        return subjects.values().stream()
                .flatMap(versions -> versions.values().stream())
                .filter(version -> version.id() == id)
                .toList();
    }

    synchronized OptionalInt idOf(AvroSchema schema) {
        Integer id = idByIdentity.get(RegisteredSchema.identityOf(schema));
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** The greatest id given out so far, 0 before the first. */
    synchronized int greatestId() {
        return schemaById.isEmpty() ? 0 : schemaById.lastKey();
    }
}

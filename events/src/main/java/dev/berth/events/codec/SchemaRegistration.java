package dev.berth.events.codec;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.List;

/** Makes our schemas known to a registry: one subject for each kind of record of a topic, FULL_TRANSITIVE each. */
final class SchemaRegistration {
    private static final String COMPATIBILITY = CompatibilityLevel.FULL_TRANSITIVE.name;
    private static final int STATUS_NOT_FOUND = 404;
    private static final int STATUS_CONFLICT = 409;
    private static final int STATUS_UNPROCESSABLE = 422;

    private final SchemaRegistry registry;
    private final SchemaRegistryClient client;

    SchemaRegistration(SchemaRegistry registry) {
        this.registry = registry;
        this.client = registry.client();
    }

    void registerAll() {
        for (Shape<?> shape : CommandCodec.SHAPES.values()) {
            register(WireFormat.subject(CommandCodec.TOPIC, shape), shape.publishedSchema());
        }
        register(WireFormat.subject(DecisionCodec.TOPIC, DecisionCodec.SHAPE), DecisionCodec.SHAPE.publishedSchema());
        for (Shape<?> shape : HostRowCodec.SHAPES.values()) {
            register(WireFormat.subject(HostRowCodec.TOPIC, shape), shape.publishedSchema());
        }
    }

    private void register(String subject, AvroSchema schema) {
        try {
            boolean wasKept = keepCompatible(subject);
            client.register(subject, schema);
            if (!wasKept) {
                keepCompatible(subject);
            }
        } catch (RestClientException e) {
            if (e.getStatus() == STATUS_CONFLICT || e.getStatus() == STATUS_UNPROCESSABLE) {
                throw new SchemaRefusedException(
                        registry + " refuses the schema of subject " + subject + ": " + differences(subject, schema, e),
                        e);
            }
            throw unavailable(subject, e);
        } catch (IOException e) {
            throw unavailable(subject, e);
        }
    }

    /** Sets the subject's compatibility; false from a registry that knows no subject before its first schema. */
    private boolean keepCompatible(String subject) throws IOException, RestClientException {
        if (COMPATIBILITY.equals(compatibility(subject))) {
            return true;
        }
        try {
            client.updateCompatibility(subject, COMPATIBILITY);
            return true;
        } catch (RestClientException e) {
            if (e.getStatus() == STATUS_NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private String compatibility(String subject) throws IOException, RestClientException {
        try {
            return client.getCompatibility(subject);
        } catch (RestClientException e) {
            if (e.getStatus() == STATUS_NOT_FOUND) {
                return "not set";
            }
            throw e;
        }
    }

    private String differences(String subject, AvroSchema schema, RestClientException refusal) {
        try {
            List<String> differences = client.testCompatibilityVerbose(subject, schema);
            return differences.isEmpty() ? refusal.getMessage() : String.join("; ", differences);
        } catch (IOException | RestClientException e) {
            return refusal.getMessage();
        }
    }

    private RegistryUnavailableException unavailable(String subject, Exception cause) {
        return new RegistryUnavailableException(
                "cannot register subject " + subject + " with the " + registry + ": " + cause.getMessage(), cause);
    }
}

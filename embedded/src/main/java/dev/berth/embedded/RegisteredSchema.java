package dev.berth.embedded;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;

/**
 * A schema as registered under a subject.
 *
 * @param version counts from 1 within the subject
 * @param id global: equal schemas share it across subjects
 */
record RegisteredSchema(String subject, int version, int id, AvroSchema schema) {
    String text() {
        return schema.canonicalString();
    }

    /** Schemas are the same when this is: names in full and properties sorted, however they were written down. */
    static String identityOf(AvroSchema schema) {
        return schema.normalize().canonicalString();
    }
}

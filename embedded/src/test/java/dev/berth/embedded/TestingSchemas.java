package dev.berth.embedded;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;

/** A host's schema, as it was and as it might become. */
final class TestingSchemas {
    static final AvroSchema HOST = host("");
    static final AvroSchema HOST_WITH_OPTIONAL_RACK = host(",{\"name\":\"rack\",\"type\":\"string\",\"default\":\"\"}");
    static final AvroSchema HOST_WITH_OPTIONAL_ROW = host(",{\"name\":\"row\",\"type\":\"int\",\"default\":0}");
    static final AvroSchema HOST_WITH_REQUIRED_RACK = host(",{\"name\":\"rack\",\"type\":\"string\"}");

    private TestingSchemas() {}

    static AvroSchema host(String moreFields) {
        return new AvroSchema("{\"type\":\"record\",\"name\":\"Host\",\"namespace\":\"test\",\"fields\":["
                + "{\"name\":\"name\",\"type\":\"string\"}" + moreFields + "]}");
    }
}

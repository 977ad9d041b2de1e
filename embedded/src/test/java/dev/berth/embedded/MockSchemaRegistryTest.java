package dev.berth.embedded;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;

class MockSchemaRegistryTest extends SchemaRegistryContract {
    private final MockSchemaRegistryClient mock = new MockSchemaRegistryClient();

    @Override
    SchemaRegistryClient client() {
        return mock;
    }
}

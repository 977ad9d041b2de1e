package dev.berth.events.codec;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;

/** A registry in memory that can be made to fail. */
final class TestingRegistryClient extends MockSchemaRegistryClient {
    private boolean isDown;
    private int statusOfAnswers;

    /** From here on nobody answers. */
    void goDown() {
        isDown = true;
    }

    /** From here on every answer is an error with this HTTP status. */
    void answerWith(int status) {
        statusOfAnswers = status;
    }

    @Override
    public ParsedSchema getSchemaById(int id) throws IOException, RestClientException {
        fail();
        return super.getSchemaById(id);
    }

    @Override
    public synchronized int getId(String subject, ParsedSchema schema) throws IOException, RestClientException {
        fail();
        return super.getId(subject, schema);
    }

    @Override
    public synchronized int register(String subject, ParsedSchema schema) throws IOException, RestClientException {
        fail();
        return super.register(subject, schema);
    }

    private void fail() throws IOException, RestClientException {
        if (isDown) {
            throw new IOException("connection refused");
        }
        if (statusOfAnswers != 0) {
            throw new RestClientException("as the test wants it", statusOfAnswers, statusOfAnswers * 100);
        }
    }
}

package dev.berth.events.codec;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The schema registry, asked through Confluent's client. What was asked once is kept, so a running program asks only
 * when it meets a schema for the first time. Thread-safe; share one between all codecs of a process.
 */
public final class SchemaRegistry implements AutoCloseable {
    private static final int SCHEMAS_PER_SUBJECT_MAX = 1000;

    /** The client's own defaults wait for minutes, longer than any caller of ours does. */
    private static final ImmutableMap<String, Object> SETTINGS = ImmutableMap.of(
            SchemaRegistryClientConfig.HTTP_CONNECT_TIMEOUT_MS, 5_000,
            SchemaRegistryClientConfig.HTTP_READ_TIMEOUT_MS, 10_000,
            SchemaRegistryClientConfig.MAX_RETRIES_CONFIG, 2,
            SchemaRegistryClientConfig.RETRIES_WAIT_MS_CONFIG, 100,
            SchemaRegistryClientConfig.RETRIES_MAX_WAIT_MS_CONFIG, 1_000);

    private final SchemaRegistryClient client;
    private final String address;

    private SchemaRegistry(SchemaRegistryClient client, String address) {
        this.client = client;
        this.address = address;
    }

    /** The registry at these base URLs, separated by commas. Connects when first asked. */
    public static SchemaRegistry connect(String urls) {
        return connect(urls, ImmutableMap.of());
    }

    /**
     * The registry at these base URLs, separated by commas.
     *
     * @param settings settings of Confluent's client beyond ours, such as basic.auth.user.info
     */
    public static SchemaRegistry connect(String urls, Map<String, ?> settings) {
        return new SchemaRegistry(client(urls, settings), urls);
    }

    /**
     * The same for a program with one thread that asks.
     *
     * @param timeout how long a question may take in all, however slowly its answer drips in
     */
    public static SchemaRegistry connect(String urls, Map<String, ?> settings, Duration timeout) {
        return new SchemaRegistry(BoundedRegistryClient.of(client(urls, settings), timeout), urls);
    }

    private static SchemaRegistryClient client(String urls, Map<String, ?> settings) {
        ImmutableMap<String, Object> all = ImmutableMap.<String, Object>builder()
                .putAll(SETTINGS)
                .putAll(settings)
                .buildKeepingLast();
        List<String> urlList = Splitter.on(',').trimResults().omitEmptyStrings().splitToList(urls);
        return new CachedSchemaRegistryClient(urlList, SCHEMAS_PER_SUBJECT_MAX, List.of(new AvroSchemaProvider()), all);
    }

    /** A registry inside this process that forgets everything with it; it accepts any schema. */
    public static SchemaRegistry inMemory() {
        return new SchemaRegistry(new MockSchemaRegistryClient(), "this process");
    }

    /** A registry behind a client that the caller has made. */
    static SchemaRegistry of(SchemaRegistryClient client) {
        return new SchemaRegistry(client, "a client of the caller");
    }

    /**
     * Makes every schema of the topics known, each under its own subject, and sets the subject's compatibility to
     * FULL_TRANSITIVE. Does nothing where that is so already.
     *
     * @throws SchemaRefusedException if the registry holds a schema that is incompatible with ours
     * @throws RegistryUnavailableException if the registry could not be asked
     */
    public void registerSchemas() {
        new SchemaRegistration(this).registerAll();
    }

    SchemaRegistryClient client() {
        return client;
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "schema registry at " + address;
    }
}

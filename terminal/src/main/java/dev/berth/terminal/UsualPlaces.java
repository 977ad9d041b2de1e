package dev.berth.terminal;

/**
 * Where the service, Kafka and the schema registry are unless somebody says so: where {@code berth up} has its own.
 * Defaults and descriptions of options, as picocli takes them.
 */
public final class UsualPlaces {
    public static final String SERVICE = "http://127.0.0.1:8778";

    public static final String SERVICE_TEXT =
            " (default: that of BERTH_URL in the environment, or http://127.0.0.1:8778).";

    public static final String KAFKA = "127.0.0.1:9092";

    public static final String KAFKA_TEXT =
            " (default: that of BERTH_KAFKA in the environment, or 127.0.0.1:9092, where up has its own).";

    public static final String REGISTRY = RegistryOptions.DEFAULT_URL;

    public static final String REGISTRY_TEXT = " (default: that of BERTH_REGISTRY in the environment, or "
            + RegistryOptions.DEFAULT_URL + ", where up has its own).";

    private UsualPlaces() {}
}

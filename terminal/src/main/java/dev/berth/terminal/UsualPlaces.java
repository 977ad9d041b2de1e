package dev.berth.terminal;

/**
 * Where the service, Kafka and the schema registry are unless an option says so: what the environment names, or else
 * where {@code berth up} has its own. Defaults and descriptions of options, as picocli takes them.
 */
public final class UsualPlaces {
    public static final String SERVICE = "${env:BERTH_URL:-http://127.0.0.1:8778}";

    public static final String SERVICE_TEXT =
            " (default: that of BERTH_URL in the environment, or http://127.0.0.1:8778).";

    public static final String KAFKA = "${env:BERTH_KAFKA:-127.0.0.1:9092}";

    public static final String KAFKA_TEXT =
            " (default: that of BERTH_KAFKA in the environment, or 127.0.0.1:9092, where up has its own).";

    public static final String REGISTRY = "${env:BERTH_REGISTRY:-" + RegistryOptions.DEFAULT_URL + "}";

    public static final String REGISTRY_TEXT = " (default: that of BERTH_REGISTRY in the environment, or "
            + RegistryOptions.DEFAULT_URL + ", where up has its own).";

    private UsualPlaces() {}
}

package dev.berth.cli;

/** Where a service that brings its own Kafka and registry has them. */
final class EmbeddedOptions {
    static final String DEFAULT_KAFKA = "127.0.0.1:9092";
    static final String DEFAULT_REGISTRY = "http://127.0.0.1:8081";

    private EmbeddedOptions() {}
}

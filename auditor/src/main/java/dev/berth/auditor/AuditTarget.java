package dev.berth.auditor;

import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.KafkaConnection;
import java.time.Duration;
import java.util.Optional;

/**
 * What is to be audited.
 *
 * @param kafka where the log and its decisions are
 * @param registry where their schemas are
 * @param service the live service whose state is to be compared; without it the decisions are compared alone
 * @param timeout how long to wait for a service that is behind its log
 */
public record AuditTarget(
        KafkaConnection kafka, SchemaRegistry registry, Optional<LiveService> service, Duration timeout) {
    public static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(20);

    /** The log alone, with no service to compare it with. */
    public static AuditTarget offline(KafkaConnection kafka, SchemaRegistry registry) {
        return new AuditTarget(kafka, registry, Optional.empty(), TIMEOUT_DEFAULT);
    }
}

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
 * @param patience how long to wait for a service that is behind its log
 */
public record AuditTarget(
        KafkaConnection kafka, SchemaRegistry registry, Optional<LiveService> service, Duration patience) {
    public static final Duration PATIENCE_DEFAULT = Duration.ofSeconds(20);

    /** The log alone, with no service to compare it with. */
    public static AuditTarget offline(KafkaConnection kafka, SchemaRegistry registry) {
        return new AuditTarget(kafka, registry, Optional.empty(), PATIENCE_DEFAULT);
    }
}

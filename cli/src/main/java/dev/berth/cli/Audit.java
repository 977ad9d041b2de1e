package dev.berth.cli;

import dev.berth.auditor.AuditProgress;
import dev.berth.auditor.AuditReport;
import dev.berth.auditor.AuditTarget;
import dev.berth.auditor.AuditVerify;
import dev.berth.auditor.HttpLiveService;
import dev.berth.auditor.LiveService;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.KafkaConnection;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Optional;
import java.util.function.BiFunction;
import javax.net.ssl.SSLContext;

/** Runs an audit and shows how far it is. */
final class Audit {
    private Audit() {}

    /**
     * Audits the log, and the service behind a URL if one is given.
     *
     * @param token the token to ask the service with
     * @param trust the authorities to trust, for a service on https
     */
    static AuditReport run(
            KafkaConnection kafka,
            SchemaRegistry registry,
            Optional<URI> url,
            String token,
            SSLContext trust,
            PrintWriter err) {
        return run(kafka, registry, url, token, trust, AuditVerify::run, err);
    }

    /** Audits the log, the service behind a URL, and the stores of all its instances. */
    static AuditReport runWithStores(
            KafkaConnection kafka, SchemaRegistry registry, URI url, String token, SSLContext trust, PrintWriter err) {
        return run(kafka, registry, Optional.of(url), token, trust, AuditVerify::runWithStores, err);
    }

    private static AuditReport run(
            KafkaConnection kafka,
            SchemaRegistry registry,
            Optional<URI> url,
            String token,
            SSLContext trust,
            BiFunction<AuditTarget, AuditProgress, AuditReport> audit,
            PrintWriter err) {
        Optional<LiveService> service = url.map(base -> new HttpLiveService(base, Optional.of(token), trust));
        AuditTarget target = new AuditTarget(kafka, registry, service, AuditTarget.TIMEOUT_DEFAULT);
        try (Progress progress = Progress.of("reading the log", 0, err)) {
            return audit.apply(target, progress::at);
        }
    }
}

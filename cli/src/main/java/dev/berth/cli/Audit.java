package dev.berth.cli;

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
import java.util.function.BooleanSupplier;
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
        return run(kafka, registry, url, false, () -> true, token, trust, err);
    }

    /** Audits the log, the service behind a URL, and the stores of all its instances. */
    static AuditReport runWithStores(
            KafkaConnection kafka, SchemaRegistry registry, URI url, String token, SSLContext trust, PrintWriter err) {
        return run(kafka, registry, Optional.of(url), true, () -> true, token, trust, err);
    }

    /**
     * The same until it is told to stop.
     *
     * @param isOfStores whether to audit the stores of all instances as well
     * @param goesOn whether to go on; asked often
     */
    static AuditReport run(
            KafkaConnection kafka,
            SchemaRegistry registry,
            Optional<URI> url,
            boolean isOfStores,
            BooleanSupplier goesOn,
            String token,
            SSLContext trust,
            PrintWriter err) {
        Optional<LiveService> service = url.map(base -> new HttpLiveService(base, Optional.of(token), trust));
        AuditTarget target = new AuditTarget(kafka, registry, service, AuditTarget.TIMEOUT_DEFAULT);
        try (Progress progress = Progress.ofRecords("reading the log", err)) {
            return AuditVerify.run(target, isOfStores, goesOn, progress::at);
        }
    }
}

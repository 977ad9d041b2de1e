package dev.berth.cli.audit;

import dev.berth.auditor.AuditPlan;
import dev.berth.auditor.AuditReport;
import dev.berth.auditor.AuditTarget;
import dev.berth.auditor.AuditVerify;
import dev.berth.auditor.HttpLiveService;
import dev.berth.auditor.LiveService;
import dev.berth.auditor.ReportText;
import dev.berth.auditor.VerifyNotice;
import dev.berth.cli.output.Progress;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.model.Printable;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** Runs an audit and shows how far it is. Stateless. */
public final class Audit {
    private Audit() {}

    /**
     * Audits the log, and the service behind a URL if one is given.
     *
     * @param token the token to ask the service with
     * @param trust the authorities to trust, for a service on https
     */
    public static AuditReport run(
            KafkaConnection kafka,
            SchemaRegistry registry,
            Optional<URI> url,
            String token,
            SSLContext trust,
            PrintWriter err) {
        return run(kafka, registry, url, token, trust, AuditPlan.USUAL, err);
    }

    /** Audits the log and its decisions as planned, with no service. */
    public static AuditReport run(KafkaConnection kafka, SchemaRegistry registry, AuditPlan plan, PrintWriter err) {
        return run(AuditTarget.offline(kafka, registry), plan, err);
    }

    /** Audits the log, the service behind a URL, and the stores of all its instances. */
    public static AuditReport runWithStores(
            KafkaConnection kafka, SchemaRegistry registry, URI url, String token, SSLContext trust, PrintWriter err) {
        return run(kafka, registry, Optional.of(url), token, trust, AuditPlan.USUAL.withStores(), err);
    }

    /** Audits what is planned, and the service behind a URL if one is given. */
    static AuditReport run(
            KafkaConnection kafka,
            SchemaRegistry registry,
            Optional<URI> url,
            String token,
            SSLContext trust,
            AuditPlan plan,
            PrintWriter err) {
        Optional<LiveService> service = url.map(base -> new HttpLiveService(base, Optional.of(token), trust));
        return run(new AuditTarget(kafka, registry, service, AuditTarget.TIMEOUT_DEFAULT), plan, err);
    }

    /**
     * Tells each instance of a service what a verify came to. Whom that fails with is named in one line, and nothing
     * else comes of it.
     */
    static void tell(URI url, String token, SSLContext trust, VerifyNotice notice, PrintWriter err) {
        Map<String, String> untold = new HttpLiveService(url, Optional.of(token), trust).tell(notice);
        if (!untold.isEmpty()) {
            err.println(untold.entrySet().stream()
                    .map(each -> Printable.of(each.getKey()) + " (" + each.getValue() + ")")
                    .collect(Collectors.joining(
                            ", ", "This result could not be reported, for the console and the metrics, to ", "")));
            err.flush();
        }
    }

    private static AuditReport run(AuditTarget target, AuditPlan plan, PrintWriter err) {
        try (Progress progress = Progress.ofRecords("reading the log", err)) {
            return AuditVerify.run(target, plan, progress::at);
        }
    }

    /** Whether nothing differs and all was compared; shows the report if not. A region may have stopped. */
    public static boolean isProven(AuditReport report, PrintWriter err) {
        if (!report.isIdentical()) {
            err.print(ReportText.of(report));
            err.println("Nothing is written, for it would vouch for what is not so.");
            err.flush();
        }
        return report.isIdentical();
    }
}

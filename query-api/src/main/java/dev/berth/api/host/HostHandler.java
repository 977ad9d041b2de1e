package dev.berth.api.host;

import dev.berth.api.command.Backend;
import dev.berth.api.command.Write;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.http.ErrorCode;
import dev.berth.api.http.Problem;
import dev.berth.api.schema.Schemas;
import dev.berth.events.command.ReportHost;
import dev.berth.events.decision.Reply;
import dev.berth.events.model.Enrolment;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.ProviderId;
import dev.berth.events.report.ReportDocument;
import dev.berth.events.report.ReportRate;
import dev.berth.ledger.state.RegionView;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** Reports of hosts, and what is known of a host by them. Any thread may use it. */
public final class HostHandler {
    private final Backend backend;
    private final ReportRate rate;
    private final LongSupplier nanoClock;

    /**
     * @param nanoClock such as {@link System#nanoTime}
     */
    public HostHandler(Backend backend, ReportRate rate, LongSupplier nanoClock) {
        this.backend = backend;
        this.rate = rate;
        this.nanoClock = nanoClock;
    }

    /** GET /hosts/{uuid}; 404 for a host that is neither enrolled nor has reported. */
    public Answer show(Call call) {
        ProviderId host = HostAccess.host(call);
        RegionView view = backend.view(call);
        HostAccess.requireReader(call, view, host);
        Optional<Enrolment> enrolment = view.enrolment(host);
        Optional<HostReport> report = view.hostReport(host);
        OptionalLong last = view.lastSequence(host);
        if (enrolment.isEmpty() && report.isEmpty() && last.isEmpty()) {
            throw Problem.notFound("No host with uuid " + host + " is enrolled or has reported.")
                    .exception();
        }
        return Answer.ok(json -> {
                    json.writeStartObject();
                    json.writeStringField("host", host.toString());
                    json.writeFieldName("enrolment");
                    EnrolmentHandler.write(json, enrolment);
                    HostJson.writeNumber(json, "sequence", last);
                    HostJson.writeProviders(
                            json,
                            "providers",
                            report.map(HostReport::vouched)
                                    .<Iterable<ProviderId>>map(vouched -> vouched.keySet())
                                    .orElse(List.of()));
                    VouchedJson.write(json, "vouched", view, report);
                    json.writeEndObject();
                })
                .fresh();
    }

    /** POST /hosts/{uuid}/report: the answer is what was decided. */
    public CompletionStage<Answer> report(Call call) {
        ProviderId host = HostAccess.host(call);
        Write write = backend.write(call);
        HostAccess.requireOwn(call, write.view(), host);
        if (rate.admit(call.region(), host, nanoClock.getAsLong()).isPresent()) {
            throw tooOften(host).exception();
        }
        ReportHost report =
                ReportDocument.read(write.commandId(), Schemas.HOST_REPORT_POST.body(call.version(), call.body()));
        if (!report.host().equals(host)) {
            throw Problem.badRequest(
                            "The report is of host " + report.host() + ", but its path is that of host " + host + ".")
                    .exception();
        }
        return write.submit(report, reply -> accepted(report, reply), HostProblems::of);
    }

    private static Answer accepted(ReportHost report, Reply reply) {
        return Answer.ok(json -> {
            json.writeStartObject();
            json.writeStringField("host", report.host().toString());
            json.writeStringField("position", reply.position().toString());
            json.writeBooleanField("changed", reply.hasChanged());
            HostJson.writeNumber(json, "sequence", report.sequence());
            HostJson.writeProviders(json, "kept", reply.kept());
            json.writeEndObject();
        });
    }

    private static Problem tooOften(ProviderId host) {
        return new Problem(
                429,
                "Host " + host + " reports too often: one report a second is taken in the long run, and ten at once.",
                ErrorCode.REPORTS_TOO_OFTEN);
    }
}

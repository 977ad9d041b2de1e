package dev.berth.api.host;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.api.command.Backend;
import dev.berth.api.command.Write;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.api.schema.Schemas;
import dev.berth.events.command.ReportHost;
import dev.berth.events.decision.Reply;
import dev.berth.events.model.Enrolment;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Sha256;
import dev.berth.events.model.TrackedDevice;
import dev.berth.events.report.ReportDocument;
import dev.berth.events.report.ReportRate;
import dev.berth.ledger.host.HostHolders;
import dev.berth.ledger.host.Hosts;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.vouched.Vouched;
import dev.berth.projector.LogUnavailableException;
import java.io.IOException;
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
    private final LastReportHandler last;

    /**
     * @param nanoClock such as {@link System#nanoTime}
     * @param last receives the hosts that were heard of
     */
    public HostHandler(Backend backend, ReportRate rate, LongSupplier nanoClock, LastReportHandler last) {
        this.backend = backend;
        this.rate = rate;
        this.nanoClock = nanoClock;
        this.last = last;
    }

    /** GET /hosts/{uuid}; 404 for a host that is neither enrolled nor has reported. */
    public Answer show(Call call) {
        ProviderId host = HostAccess.host(call);
        RegionView view = backend.view(call);
        HostAccess.requireOwn(call, view, host);
        Optional<Enrolment> enrolment = view.enrolment(host);
        Optional<HostReport> report = view.hostReport(host);
        OptionalLong sequence = view.lastSequence(host);
        if (enrolment.isEmpty() && report.isEmpty() && sequence.isEmpty()) {
            throw HostProblems.noSuchHost(view, host).exception();
        }
        return Answer.ok(json -> {
                    json.writeStartObject();
                    HostJson.writeHost(json, view, host, last.lastHeard(call, host));
                    json.writeFieldName("enrolment");
                    EnrolmentHandler.write(json, enrolment);
                    HostJson.writeNumber(json, "sequence", sequence);
                    HostJson.writeProviders(
                            json,
                            "providers",
                            report.map(HostReport::vouched)
                                    .<Iterable<ProviderId>>map(vouched -> vouched.keySet())
                                    .orElse(List.of()));
                    VouchedJson.write(json, "vouched", view, report);
                    writeTree(json, view, host);
                    writeDevices(json, view, host);
                    HostJson.writeHolders(json, "consumers", HostHolders.of(view, host));
                    json.writeEndObject();
                })
                .fresh();
    }

    /** All that stands in the host's tree, and what of it the agent vouches for. */
    private static void writeTree(JsonGenerator json, RegionView view, ProviderId host) throws IOException {
        json.writeArrayFieldStart("tree");
        for (ProviderId id : Hosts.tree(view, host)) {
            Provider provider = view.existing(id);
            json.writeStartObject();
            json.writeStringField("uuid", id.toString());
            json.writeStringField("name", provider.name());
            json.writeStringField(
                    "parent_provider_uuid",
                    provider.parent().map(ProviderId::toString).orElse(null));
            json.writeBooleanField("vouched", view.voucherOf(id).equals(Optional.of(host)));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeDevices(JsonGenerator json, RegionView view, ProviderId host) throws IOException {
        List<TrackedDevice> devices = view.devices().of(host).devices();
        json.writeObjectFieldStart("devices");
        json.writeNumberField("total", devices.size());
        json.writeNumberField(
                "held",
                devices.stream().filter(device -> device.owner().isPresent()).count());
        json.writeEndObject();
    }

    /** POST /hosts/{uuid}/report: the answer is what was decided. */
    public CompletionStage<Answer> report(Call call) {
        ProviderId host = HostAccess.host(call);
        Write write = backend.write(call);
        HostAccess.requireOwn(call, write.view(), host);
        if (!write.isDryRun()
                && rate.admit(call.region(), host, nanoClock.getAsLong()).isPresent()) {
            throw tooOften(host).exception();
        }
        ReportHost report =
                ReportDocument.read(write.commandId(), Schemas.HOST_REPORT_POST.body(call.version(), call.body()));
        if (!report.host().equals(host)) {
            throw Problem.badRequest(
                            "The report is of host " + report.host() + ", but its path is that of host " + host + ".")
                    .exception();
        }
        if (!write.isDryRun() && LastReportHandler.isKnown(write.view(), host)) {
            last.hear(call.region(), host);
        }
        return write.submit(
                report,
                reply -> write.isDryRun()
                        ? answer(report, reply, Vouched.digest(write.after(), host))
                        : accepted(call, report, reply),
                HostProblems::of);
    }

    private Answer accepted(Call call, ReportHost report, Reply reply) {
        last.hear(call.region(), report.host());
        return answer(report, reply, standing(call, report.host(), reply));
    }

    private static Answer answer(ReportHost report, Reply reply, Optional<Sha256> digest) {
        return Answer.ok(json -> {
            json.writeStartObject();
            json.writeStringField("host", report.host().toString());
            HostJson.writePosition(json, reply);
            json.writeBooleanField("changed", reply.hasChanged());
            HostJson.writeNumber(json, "sequence", report.sequence());
            HostJson.writeProviders(json, "kept", reply.kept());
            HostJson.writeText(json, "digest", digest);
            json.writeEndObject();
        });
    }

    /** What stands right after the report; empty if something else was decided in the region since. */
    private Optional<Sha256> standing(Call call, ProviderId host, Reply reply) {
        try {
            RegionView now = backend.views().view(call.region());
            return now.position().equals(reply.position()) ? Vouched.digest(now, host) : Optional.empty();
        } catch (LogUnavailableException elsewhere) {
            return Optional.empty();
        }
    }

    private static Problem tooOften(ProviderId host) {
        return new Problem(
                429,
                "Host " + host + " reports too often: one report a second is taken in the long run, and ten at once.",
                ErrorCode.REPORTS_TOO_OFTEN);
    }
}

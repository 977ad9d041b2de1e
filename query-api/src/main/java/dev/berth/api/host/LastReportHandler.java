package dev.berth.api.host;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.api.command.Backend;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.problem.Problem;
import dev.berth.api.schema.Schemas;
import dev.berth.events.decision.Refusal;
import dev.berth.events.host.HostRow;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.vouched.Vouched;
import dev.berth.projector.board.HostBoard;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * What became of a host's last report and what stands of it, for its agent above all, which is heard of by asking. Any
 * thread may use it.
 */
public final class LastReportHandler {
    /** A heartbeat says what a report says besides: that the agent lives. */
    private static final String REPORT = "berth:hosts:report";

    private final Backend backend;
    private final HostBoard board;
    private final LongSupplier clockMs;

    /**
     * @param clockMs such as {@link System#currentTimeMillis}
     */
    public LastReportHandler(Backend backend, HostBoard board, LongSupplier clockMs) {
        this.backend = backend;
        this.board = board;
        this.clockMs = clockMs;
    }

    /** GET /hosts/{uuid}/report; 404 for a host that is neither enrolled nor has reported. */
    public Answer show(Call call) {
        Schemas.HOST_REPORT_QUERY.requireParametersFit(
                call.version(), call.query().toJson());
        ProviderId host = HostAccess.host(call);
        RegionView view = backend.view(call);
        HostAccess.requireOwn(call, view, host);
        boolean isHeartbeat =
                call.query().last("heartbeat").filter("true"::equals).isPresent();
        if (isHeartbeat) {
            HostAccess.requireOwn(call, REPORT, view, host);
        }
        if (!isKnown(view, host)) {
            throw Problem.notFound("No host with uuid " + host + " is enrolled or vouches for anything.")
                    .exception();
        }
        if (isHeartbeat) {
            hear(call.region(), host);
        }
        Optional<HostRow.Report> last = board.report(call.region(), host);
        return Answer.ok(json -> {
                    json.writeStartObject();
                    json.writeStringField("host", host.toString());
                    json.writeStringField("as_of", view.position().toString());
                    HostJson.writeNumber(json, "sequence", view.lastSequence(host));
                    HostJson.writeText(json, "digest", Vouched.digest(view, host));
                    HostJson.writeText(json, "last_heard_at", lastHeard(call, host));
                    json.writeFieldName("last");
                    write(json, last);
                    json.writeEndObject();
                })
                .fresh();
    }

    /** A host that it is not worth keeping in mind is none. */
    static boolean isKnown(RegionView view, ProviderId host) {
        return view.enrolment(host).isPresent() || view.hostReport(host).isPresent();
    }

    /** The host's agent was heard of over HTTP. */
    void hear(Region region, ProviderId host) {
        board.hear(region, host, clockMs.getAsLong(), -1);
    }

    /** Empty as of a moment of the past, for the log does not say when a host was only heard of. */
    Optional<Instant> lastHeard(Call call, ProviderId host) {
        OptionalLong heardMs = call.isOfPast() ? OptionalLong.empty() : board.lastHeardMs(call.region(), host);
        return heardMs.isPresent() ? Optional.of(Instant.ofEpochMilli(heardMs.getAsLong())) : Optional.empty();
    }

    private static void write(JsonGenerator json, Optional<HostRow.Report> last) throws IOException {
        if (last.isEmpty()) {
            json.writeNull();
            return;
        }
        HostRow.Report report = last.get();
        json.writeStartObject();
        json.writeStringField("position", report.position().toString());
        HostJson.writeNumber(json, "sequence", report.sequence());
        json.writeStringField("outcome", report.refusal().isEmpty() ? "granted" : "refused");
        HostJson.writeText(json, "rejection", report.refusal().map(Refusal::rejection));
        HostJson.writeText(
                json,
                "detail",
                report.refusal().map(refusal -> HostProblems.of(refusal).detail()));
        json.writeEndObject();
    }
}

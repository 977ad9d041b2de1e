package dev.berth.api.host;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.api.command.Backend;
import dev.berth.api.command.Write;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.api.schema.Schemas;
import dev.berth.events.command.EnrolHost;
import dev.berth.events.command.ReplaceKey;
import dev.berth.events.command.WithdrawHost;
import dev.berth.events.model.Enrolment;
import dev.berth.events.model.HostKey;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.state.RegionView;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What lets the agents of hosts report: made by whom the policy lets enrol any host, and of their keys by agents. Any
 * thread may use it.
 */
public final class EnrolmentHandler {
    private final Backend backend;

    public EnrolmentHandler(Backend backend) {
        this.backend = backend;
    }

    /** GET /hosts/{uuid}/enrolment. */
    public Answer show(Call call) {
        ProviderId host = HostAccess.host(call);
        RegionView view = backend.view(call);
        HostAccess.requireOwn(call, view, host);
        Enrolment enrolment =
                view.enrolment(host).orElseThrow(() -> notEnrolled(host).exception());
        return Answer.ok(json -> write(json, Optional.of(enrolment))).fresh();
    }

    /** PUT /hosts/{uuid}/enrolment: all of it by who may enrol any host, its key by the agent. */
    public CompletionStage<Answer> replace(Call call) {
        ProviderId host = HostAccess.host(call);
        Write write = backend.write(call);
        HostAccess.requireOwn(call, write.view(), host);
        JsonNode body = Schemas.ENROLMENT_PUT.body(call.version(), call.body());
        Optional<HostKey> key =
                Optional.ofNullable(body.path("key").textValue()).map(EnrolmentKey::read);
        Optional<String> user = Optional.ofNullable(body.path("user").textValue());
        if (HostAccess.isForAnyHost(call)) {
            Enrolment enrolment = new Enrolment(host, key, user);
            return write.submit(
                    new EnrolHost(write.commandId(), enrolment), reply -> Answer.empty(204), HostProblems::of);
        }
        if (body.has("user")) {
            throw new Problem(
                            403,
                            "Policy allows " + call.route().policy()
                                    + " to be performed by this caller as an agent, which may not say"
                                    + " which user reports for a host. Send the key alone.",
                            ErrorCode.HOST_NOT_YOURS)
                    .exception();
        }
        if (key.isEmpty()) {
            throw Problem.badRequest("expected a key to take the place of the one before but got none")
                    .exception();
        }
        return write.submit(
                new ReplaceKey(write.commandId(), host, key.get()), reply -> Answer.empty(204), HostProblems::of);
    }

    /** DELETE /hosts/{uuid}/enrolment. */
    public CompletionStage<Answer> delete(Call call) {
        ProviderId host = HostAccess.host(call);
        Write write = backend.write(call);
        HostAccess.requireOwn(call, write.view(), host);
        return write.submit(new WithdrawHost(write.commandId(), host), reply -> Answer.empty(204), HostProblems::of);
    }

    private static Problem notEnrolled(ProviderId host) {
        return Problem.notFound("Host " + host + " is not enrolled.").withCode(ErrorCode.HOST_NOT_ENROLLED);
    }

    /** An enrolment, or null. */
    static void write(JsonGenerator json, Optional<Enrolment> enrolment) throws IOException {
        if (enrolment.isEmpty()) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringField("key", enrolment.get().key().map(HostKey::hex).orElse(null));
        json.writeStringField("user", enrolment.get().user().orElse(null));
        json.writeEndObject();
    }
}

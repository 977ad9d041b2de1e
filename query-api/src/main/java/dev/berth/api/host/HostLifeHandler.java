package dev.berth.api.host;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.api.command.Backend;
import dev.berth.api.command.Write;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.schema.Schemas;
import dev.berth.events.command.DrainHost;
import dev.berth.events.command.RemoveHost;
import dev.berth.events.command.RenameHost;
import dev.berth.events.command.UndrainHost;
import dev.berth.events.decision.HostState;
import dev.berth.events.decision.Reply;
import dev.berth.events.model.ProviderId;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What operators do with hosts: drain, undrain, rename, remove. Any thread may use it. */
public final class HostLifeHandler {
    private final Backend backend;

    public HostLifeHandler(Backend backend) {
        this.backend = backend;
    }

    /** PUT /hosts/{uuid}/drain: the answer says who is still there. */
    public CompletionStage<Answer> drain(Call call) {
        ProviderId host = HostAccess.host(call);
        Write write = backend.write(call);
        JsonNode body = Schemas.DRAIN_PUT.body(call.version(), call.body());
        DrainHost drain =
                new DrainHost(write.commandId(), host, body.path("reason").textValue());
        return write.submit(drain, reply -> drained(host, Optional.of(drain.reason()), reply), HostProblems::of);
    }

    /** DELETE /hosts/{uuid}/drain. */
    public CompletionStage<Answer> undrain(Call call) {
        ProviderId host = HostAccess.host(call);
        Write write = backend.write(call);
        return write.submit(
                new UndrainHost(write.commandId(), host),
                reply -> drained(host, Optional.empty(), reply),
                HostProblems::of);
    }

    private static Answer drained(ProviderId host, Optional<String> reason, Reply reply) {
        return Answer.ok(json -> {
            json.writeStartObject();
            writeHead(json, host, reply);
            json.writeBooleanField("changed", reply.hasChanged());
            json.writeStringField("reason", reason.orElse(null));
            HostJson.writeHolders(json, "consumers", state(reply).holders());
            json.writeEndObject();
        });
    }

    /** DELETE /hosts/{uuid}, with {@code force=REASON} also while somebody holds something of it. */
    public CompletionStage<Answer> remove(Call call) {
        ProviderId host = HostAccess.host(call);
        Write write = backend.write(call);
        Schemas.HOST_DELETE_QUERY.requireParametersFit(
                call.version(), call.query().toJson());
        Optional<String> forced = call.query().last("force");
        return write.submit(
                new RemoveHost(write.commandId(), host, forced),
                reply -> removed(host, reply),
                HostProblems::ofRemoval);
    }

    private static Answer removed(ProviderId host, Reply reply) {
        HostState state = state(reply);
        return Answer.ok(json -> {
            json.writeStartObject();
            writeHead(json, host, reply);
            HostJson.writeProviders(json, "removed", state.removed());
            HostJson.writeHolders(json, "consumers", state.holders());
            json.writeBooleanField("was_enrolled", state.wasEnrolled());
            json.writeStringField(
                    "next",
                    state.wasEnrolled()
                            ? "The host is not enrolled any more: if its agent still runs, its reports are refused."
                            : "The host was not enrolled: if its agent still runs, the next report that it sends"
                                    + " brings it back. Stop the agent to keep it away.");
            json.writeEndObject();
        });
    }

    /** PUT /hosts/{uuid}/name. */
    public CompletionStage<Answer> rename(Call call) {
        ProviderId host = HostAccess.host(call);
        Write write = backend.write(call);
        JsonNode body = Schemas.HOST_NAME_PUT.body(call.version(), call.body());
        RenameHost rename =
                new RenameHost(write.commandId(), host, body.path("name").textValue());
        return write.submit(
                rename,
                reply -> Answer.ok(json -> {
                    json.writeStartObject();
                    writeHead(json, host, reply);
                    json.writeBooleanField("changed", reply.hasChanged());
                    json.writeStringField("name", rename.name());
                    json.writeEndObject();
                }),
                HostProblems::of);
    }

    private static void writeHead(JsonGenerator json, ProviderId host, Reply reply) throws IOException {
        json.writeStringField("host", host.toString());
        HostJson.writePosition(json, reply);
    }

    private static HostState state(Reply reply) {
        return reply.host()
                .orElseThrow(() -> new IllegalStateException("expected what the host has come to but got " + reply));
    }
}

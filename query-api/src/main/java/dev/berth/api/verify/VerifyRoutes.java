package dev.berth.api.verify;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.http.Route;
import dev.berth.api.http.Route.Answerer;
import dev.berth.api.http.Route.Effect;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.api.schema.Schemas;
import dev.berth.api.verify.LastVerify.Told;
import dev.berth.projector.Address;
import dev.berth.projector.LogUnavailableException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Auditors tell each instance by itself what a verify came to, and whoever reads asks for the last one. */
public final class VerifyRoutes {
    private static final int UNAVAILABLE = 503;

    private final String instance;
    private final Optional<Address> address;
    private final Supplier<List<Address>> instances;
    private final LastVerify last;

    /**
     * @param instance how this instance calls itself
     * @param address where its peers reach it, if they do
     * @param instances the addresses of all instances that have one; may throw {@link LogUnavailableException}
     * @param clock what auditors' times are compared with
     */
    public VerifyRoutes(
            String instance,
            Optional<Address> address,
            Supplier<List<Address>> instances,
            InstantSource clock,
            PrometheusMeterRegistry meters) {
        this.instance = instance;
        this.address = address;
        this.instances = instances;
        this.last = new LastVerify(clock);
        meters.getPrometheusRegistry().register(last);
    }

    /** The given routes, with these added. */
    public List<Route> addTo(List<Route> routes) {
        List<Route> all = new ArrayList<>(routes);
        all.add(Route.get("/audit/verified")
                .policy("berth:audit")
                .answerer(Answerer.INSTANCE)
                .summary("What the last verify came to that this instance was told of, who said so, and since when it "
                        + "would have been told")
                .replies(200, Schemas.REPLY_VERIFIED)
                .answeredBy(call -> Answer.ok(this::writeLast)));
        all.add(Route.post("/audit/verified")
                .policy("berth:audit:verified")
                .answerer(Answerer.INSTANCE)
                .effect(Effect.OTHER)
                .body(Schemas.VERIFIED_POST)
                .summary("Say what a verify came to; the answer says which instances there are to be told")
                .replies(200, Schemas.REPLY_VERIFIED_TOLD)
                .answeredBy(this::tell));
        return List.copyOf(all);
    }

    private Answer tell(Call call) {
        VerifyResult result = VerifyResult.of(Schemas.VERIFIED_POST.body(call.version(), call.body()));
        List<Address> all = instances();
        last.tell(result, call.caller().user());
        return Answer.ok(json -> writeInstances(json, all));
    }

    private List<Address> instances() {
        try {
            return instances.get();
        } catch (LogUnavailableException away) {
            throw new Problem(UNAVAILABLE, away.getMessage() + " Tell it again.", ErrorCode.UNDEFINED).exception();
        }
    }

    private void writeInstances(JsonGenerator json, List<Address> all) throws IOException {
        json.writeStartObject();
        json.writeStringField("instance", instance);
        if (address.isPresent()) {
            json.writeStringField("address", address.get().toString());
        }
        json.writeArrayFieldStart("instances");
        for (Address each : all) {
            json.writeString(each.toString());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeLast(JsonGenerator json) throws IOException {
        Optional<Told> told = last.last();
        json.writeStartObject();
        json.writeStringField("instance", instance);
        json.writeStringField("since", last.since().toString());
        if (told.isEmpty()) {
            json.writeNullField("last");
        } else {
            json.writeObjectFieldStart("last");
            json.writeStringField("reported_by", told.get().by());
            json.writeStringField("reported_at", told.get().at().toString());
            told.get().result().write(json);
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}

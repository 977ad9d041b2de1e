package dev.berth.api.host;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.api.command.Backend;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.http.QueryString;
import dev.berth.api.schema.Schemas;
import dev.berth.api.schema.UuidFormat;
import dev.berth.events.decision.Holders;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.host.HostHolders;
import dev.berth.ledger.host.Hosts;
import dev.berth.ledger.state.RegionView;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All hosts of a region in short, a page at a time. Any thread may use it. */
public final class HostListHandler {
    private static final int PAGE = 100;

    /** Consumers of one host that are counted; a page of many hosts would take too long otherwise. */
    private static final int COUNTED_HOLDERS_MAX = 1_000;

    private final Backend backend;
    private final LastReportHandler last;

    public HostListHandler(Backend backend, LastReportHandler last) {
        this.backend = backend;
        this.last = last;
    }

    /**
     * GET /hosts, filtered by name and state, in the order of the ids: {@code limit} of them behind {@code marker}, the
     * id that stands in {@code next} of the page before.
     */
    public Answer list(Call call) {
        QueryString query = call.query();
        Schemas.HOSTS_QUERY.requireParametersFit(call.version(), query.toJson());
        RegionView view = backend.view(call);
        int limit = query.last("limit").map(Integer::parseInt).orElse(PAGE);
        List<ProviderId> wanted = wanted(view, query, limit + 1);
        List<ProviderId> page = wanted.subList(0, Math.min(limit, wanted.size()));
        return Answer.ok(json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("hosts");
                    for (ProviderId host : page) {
                        write(json, view, host, last.lastHeard(call, host));
                    }
                    json.writeEndArray();
                    json.writeStringField(
                            "next", wanted.size() > limit ? page.get(limit - 1).toString() : null);
                    json.writeEndObject();
                })
                .fresh();
    }

    private static List<ProviderId> wanted(RegionView view, QueryString query, int most) {
        Optional<ProviderId> marker =
                query.last("marker").flatMap(UuidFormat::parse).map(ProviderId::new);
        Optional<String> name = query.last("name");
        Optional<Boolean> isDrained = query.last("state").map(state -> state.equals("drained"));
        List<ProviderId> wanted = new ArrayList<>();
        Iterable<ProviderId> hosts = name.isPresent()
                ? view.providerNamed(name.get())
                        .filter(id -> Hosts.isHost(view, id))
                        .map(List::of)
                        .orElse(List.of())
                : Hosts.after(view, marker);
        for (ProviderId host : hosts) {
            if (wanted.size() == most) {
                break;
            }
            if (marker.filter(last -> host.compareTo(last) <= 0).isEmpty()
                    && isDrained
                            .filter(drained -> drained != view.drain(host).isPresent())
                            .isEmpty()) {
                wanted.add(host);
            }
        }
        return wanted;
    }

    private static void write(JsonGenerator json, RegionView view, ProviderId host, Optional<Instant> lastHeard)
            throws IOException {
        List<ProviderId> tree = Hosts.tree(view, host);
        Holders holders = HostHolders.of(view, tree, COUNTED_HOLDERS_MAX).holders();
        json.writeStartObject();
        HostJson.writeHost(json, view, host, lastHeard);
        json.writeBooleanField("enrolled", view.enrolment(host).isPresent());
        json.writeNumberField("providers", tree.size());
        json.writeNumberField("devices", view.devices().of(host).devices().size());
        json.writeObjectFieldStart("consumers");
        json.writeNumberField("count", holders.count());
        json.writeBooleanField("more", holders.areMore());
        json.writeEndObject();
        json.writeEndObject();
    }
}

package dev.berth.api.host;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.api.command.Backend;
import dev.berth.api.computenode.ComputeNodeRecord;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.projector.store.RegionSnapshot;

/** Hosts as resource trackers kept them before there was Placement. Any thread may use it. */
public final class ComputeNodeHandler {
    private final Backend backend;

    public ComputeNodeHandler(Backend backend) {
        this.backend = backend;
    }

    /** GET /hosts/{uuid}/compute-node; 404 for what is no root of a tree. */
    public Answer show(Call call) {
        ProviderId host = HostAccess.host(call);
        RegionSnapshot region = backend.snapshot(call);
        HostAccess.requireOwn(call, region.view(), host);
        Provider root = region.view()
                .provider(host)
                .orElseThrow(() -> Problem.notFound("No host with uuid " + host + ".")
                        .withCode(ErrorCode.HOST_NOT_FOUND)
                        .exception());
        if (!root.isRoot()) {
            throw Problem.notFound("Resource provider " + host + " is no host: it is below " + root.root() + ".")
                    .withCode(ErrorCode.HOST_NOT_FOUND)
                    .exception();
        }
        ObjectNode computeNode = ComputeNodeRecord.of(region, root);
        return Answer.ok(json -> json.writeRawValue(computeNode.toString())).fresh();
    }
}

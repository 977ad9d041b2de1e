package dev.berth.cli.service;

import dev.berth.api.http.Forwarding;
import dev.berth.events.model.Region;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.OptionalInt;
import java.util.concurrent.atomic.LongAdder;

/** Has each request served where the others say, and counts them: those of regions, not the probes of operators. */
final class CountedRequests implements Forwarding {
    private final Forwarding forwarding;
    private final LongAdder count;

    CountedRequests(Forwarding forwarding, LongAdder count) {
        this.forwarding = forwarding;
        this.count = count;
    }

    @Override
    public boolean isHere(Region region) {
        count.increment();
        return forwarding.isHere(region);
    }

    @Override
    public Future<OptionalInt> forward(Region region, HttpServerRequest request, String requestId) {
        return forwarding.forward(region, request, requestId);
    }

    @Override
    public void close() {
        forwarding.close();
    }
}

package dev.berth.simulator.load;

import dev.berth.events.model.ProviderId;
import dev.berth.simulator.placement.PlacementRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.SplittableRandom;

/** One connection that reads what providers have in use, for as long as others claim. */
final class ReadingClient {
    private final LoadCalls calls;
    private final SplittableRandom random;
    private final List<ProviderId> providers;
    private final Promise<Void> done = Promise.promise();

    ReadingClient(LoadCalls calls, SplittableRandom random, List<ProviderId> providers) {
        this.calls = calls;
        this.random = random;
        this.providers = providers;
    }

    /** Completes once claims are over. */
    Future<Void> run() {
        goOn();
        return done.future();
    }

    private void goOn() {
        if (calls.isOver()) {
            done.complete();
            return;
        }
        ProviderId provider = providers.get(random.nextInt(providers.size()));
        calls.send(
                LoadKind.READ,
                PlacementRequest.get("/resource_providers/" + provider + "/usages"),
                called -> calls.goOn(called, random, this::goOn));
    }
}

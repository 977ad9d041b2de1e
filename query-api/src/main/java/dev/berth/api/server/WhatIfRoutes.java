package dev.berth.api.server;

import dev.berth.api.command.Backend;
import dev.berth.api.http.InnerCalls;
import dev.berth.api.http.Route;
import dev.berth.api.http.Route.Answerer;
import dev.berth.api.http.Route.Effect;
import dev.berth.api.policy.Policy;
import dev.berth.api.schema.Schemas;
import dev.berth.api.whatif.WhatIfHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What would be so after commands that nobody has sent: an extension of Berth's. */
public final class WhatIfRoutes {
    private WhatIfRoutes() {}

    /**
     * The given routes, with these added, which try and ask those of the server.
     *
     * @param all what the server serves, once that is known; what of it cannot be tried or asked is refused as such
     * @param policy who may do what now; asked for each question
     */
    public static List<Route> addTo(
            List<Route> routes, Backend backend, Supplier<List<Route>> all, Supplier<Policy> policy) {
        List<Route> added = new ArrayList<>(routes);
        WhatIfHandler handler = new WhatIfHandler(backend, new InnerCalls(all, policy));
        added.add(Route.post("/what-if")
                .effect(Effect.NOTHING)
                .answerer(Answerer.OWNER)
                .ofPastToo()
                .policy("berth:what_if")
                .body(Schemas.WHAT_IF_POST)
                .summary("What commands would come to that nobody sends, what would be so after them, and whom they"
                        + " would strand")
                .replies(200, Schemas.REPLY_WHAT_IF)
                .handledBy(handler::answer));
        return List.copyOf(added);
    }
}

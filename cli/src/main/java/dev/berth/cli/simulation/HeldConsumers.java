package dev.berth.cli.simulation;

import dev.berth.events.model.ConsumerId;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Set;

/** Says what a simulation may have left with a service, and how it is released. */
final class HeldConsumers {
    private HeldConsumers() {}

    /** All consumers are named, however many: no request of Placement's API lists those of a project. */
    static void print(String project, Set<ConsumerId> consumers, URI service, PrintWriter err) {
        err.println("project " + project + " may still hold something: GET /usages?project_id=" + project
                + " says how much");
        if (!consumers.isEmpty()) {
            err.println("release these consumers, each with: berth allocation delete CONSUMER --url " + service);
            consumers.forEach(consumer -> err.println("  " + consumer));
        }
        err.flush();
    }
}

package dev.berth.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.events.model.Printable;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;

/** The one line that says that the service is ready, and where. */
record ReadyLine(String url, String auth, String kafka, String registry) {
    void print(PrintWriter out, boolean asJson) {
        double seconds = (System.currentTimeMillis()
                        - ManagementFactory.getRuntimeMXBean().getStartTime())
                / 1e3;
        if (asJson) {
            ObjectNode json = JsonNodeFactory.instance
                    .objectNode()
                    .put("url", url)
                    .put("auth", auth)
                    .put("kafka", kafka)
                    .put("registry", registry)
                    .put("seconds", seconds)
                    .put("pid", ProcessHandle.current().pid());
            out.println(json);
        } else {
            out.printf(
                    "ready at %s (auth %s, Kafka %s, schema registry %s) after %.1f s%n",
                    Printable.of(url), auth, Printable.of(kafka), Printable.of(registry), seconds);
        }
        out.flush();
    }
}

package dev.berth.cli.serve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.berth.events.model.Printable;
import java.io.PrintWriter;

/** The one line that says that Kafka and the registry are ready for instances that run elsewhere, and where. */
record KafkaReadyLine(String kafka, String registry) {
    void print(PrintWriter out, boolean asJson) {
        if (asJson) {
            out.println(JsonNodeFactory.instance
                    .objectNode()
                    .put("kafka", kafka)
                    .put("registry", registry)
                    .put("pid", ProcessHandle.current().pid()));
        } else {
            out.printf(
                    "ready for berth serve --replicas 1 --kafka %s --registry %s%n",
                    Printable.of(kafka), Printable.of(registry));
        }
        out.flush();
    }
}

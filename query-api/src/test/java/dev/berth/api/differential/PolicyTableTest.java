package dev.berth.api.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.Route;
import dev.berth.api.http.Router;
import dev.berth.api.policy.Policy;
import dev.berth.api.policy.WatchedPolicy;
import dev.berth.api.server.BrokerlessServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Who may do what is as in Placement under the same policy file: against a table that was recorded from the real one,
 * which {@link PolicyPeerTest} does.
 */
class PolicyTableTest {
    static final Path TABLE = Path.of("src/test/policy/table.txt");

    @Test
    void answersEachCallerAsPlacementDoes() throws IOException {
        AtomicReference<Policy> policy = new AtomicReference<>(Policy.DEFAULT);
        PolicyTable table;
        try (BrokerlessServer server =
                        new BrokerlessServer(ApiConfig.on("127.0.0.1", 0).withPolicy(policy::get));
                Service service = new Service("http://127.0.0.1:" + server.port())) {
            for (ApiCall call : PolicyTable.setup()) {
                assertThat(service.send(call).status()).isBetween(200, 204);
            }
            table = new PolicyTable(new Router(server.routes()));
            for (PolicyCase each : PolicyCase.ALL) {
                try (WatchedPolicy watched = each.open()) {
                    policy.set(watched.get());
                    table.ask(each, service::send);
                }
            }
        }

        List<String> recorded = Files.readAllLines(TABLE);

        assertThat(different(table.lines(), recorded)).isEmpty();
    }

    /** The lines that are not the same, one above the other. */
    static List<String> different(List<String> ours, List<String> theirs) {
        List<String> different = new ArrayList<>();
        for (int i = 0; i < Math.max(ours.size(), theirs.size()); i++) {
            String our = i < ours.size() ? ours.get(i) : "";
            String their = i < theirs.size() ? theirs.get(i) : "";
            if (!our.equals(their)) {
                different.add("Berth     " + our + "\nPlacement " + their);
            }
        }
        return different;
    }

    @Test
    void asksEveryRouteOfPlacement() {
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            Router router = new Router(server.routes());
            List<Route> asked = PolicyTable.CALLS.stream()
                    .flatMap(call -> PolicyTable.route(call, router).stream())
                    .toList();

            assertThat(server.routes())
                    .filteredOn(route -> route.policy().startsWith("placement:"))
                    .isNotEmpty()
                    .allMatch(asked::contains);
        }
    }
}

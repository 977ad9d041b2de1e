package dev.berth.api.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.Router;
import dev.berth.api.server.BrokerlessServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of {@link PolicyTableTest} is what the real Placement answers. {@code mvn -Pdifferential test
 * -Dtest=PolicyPeerTest} asks the one that is installed here (Debian: {@code placement-api}); with {@code
 * -Dpolicy.record=true} the table is written again.
 */
@Tag("differential")
class PolicyPeerTest {
    @Test
    void recordedWhatPlacementAnswers(@TempDir Path dir) throws IOException {
        assumeTrue(Files.exists(RealPlacement.PROGRAM), "no Placement to compare with: no " + RealPlacement.PROGRAM);
        PolicyTable table;
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            table = new PolicyTable(new Router(server.routes()));
            for (PolicyCase policy : PolicyCase.ALL) {
                try (RealPlacement placement = new RealPlacement(dir, policy)) {
                    if (policy.equals(PolicyCase.ALL.get(0))) {
                        for (ApiCall call : PolicyTable.setup()) {
                            assertThat(placement.send(call).status()).isBetween(200, 204);
                        }
                    }
                    table.ask(policy, placement::send);
                }
            }
        }
        if (Boolean.getBoolean("policy.record")) {
            Files.write(PolicyTableTest.TABLE, table.lines());
        }

        assertThat(PolicyTableTest.different(Files.readAllLines(PolicyTableTest.TABLE), table.lines()))
                .isEmpty();
    }
}

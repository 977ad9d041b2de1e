package dev.berth.api.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.JsonBytes;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.events.model.Region;
import dev.berth.ledger.forest.Tree;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class KeptSummariesTest {
    private static final byte[] TEXT = JsonBytes.ascii("text");
    private static final BrokerlessServer SERVER = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
    private static final Tree TREE = tree();

    private final KeptSummaries kept = new KeptSummaries();

    private static Tree tree() {
        new RestlessRegion(SERVER, 1).addHosts(1);
        return SERVER.view(Region.DEFAULT).forest().block(0).tree(0);
    }

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @Test
    void keepsTheSummaryOfATreeButNotOfTheOneInItsPlace() {
        Tree tree = TREE.unused();
        kept.keep(tree, TEXT);

        assertThat(kept.of(tree)).isSameAs(TEXT);
        assertThat(kept.of(tree.unused())).isNull();
    }

    @Test
    void forgetsTheOldestWhenThereAreTooMany() {
        Tree oldest = TREE.unused();
        Tree second = TREE.unused();
        kept.keep(oldest, TEXT);
        kept.keep(second, TEXT);
        for (int tree = 2; tree < KeptSummaries.TREES_MAX; tree++) {
            kept.keep(TREE.unused(), TEXT);
        }
        assertThat(kept.of(oldest)).isNotNull();

        kept.keep(TREE.unused(), TEXT);

        assertThat(kept.of(oldest)).isNull();
        assertThat(kept.of(second)).isNotNull();
    }

    @Test
    void keepsNoSummaryThatIsTooLong() {
        Tree tree = TREE.unused();
        kept.keep(tree, new byte[KeptSummaries.BYTES_MAX + 1]);

        assertThat(kept.of(tree)).isNull();
    }
}

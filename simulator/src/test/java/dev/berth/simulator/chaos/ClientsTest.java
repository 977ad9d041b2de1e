package dev.berth.simulator.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.berth.simulator.TestingPlacement;
import dev.berth.simulator.TestingPlacement.Fault;
import dev.berth.simulator.history.History;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients on a service in memory: what is wrong with it is found, and nothing where nothing is. */
class ClientsTest {
    private static final int CLIENTS = 4;
    private static final int DONE_ENOUGH = 60;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(90);

    private final ImmutableList<Provider> providers = ImmutableList.of(provider("east"), provider("east"));
    private final History history = Clients.historyOf(providers);
    private final OperationCounts tally = new OperationCounts();
    private final long beganNs = System.nanoTime();
    private final LongSupplier clockNs = () -> System.nanoTime() - beganNs;

    @Test
    void findsNothingInAServiceThatIsRight() throws InterruptedException {
        try (TestingPlacement placement = TestingPlacement.start();
                Clients clients = begin(placement)) {
            while (done(Operation.CLAIM) < DONE_ENOUGH || done(Operation.CHANGE) == 0) {
                goOn();
            }
            assertThat(clients.awaitAnswers(PATIENCE_NS)).isEmpty();
            clients.finish();
            clients.tidy(2 * PATIENCE_NS);

            assertThat(history.violations()).isEmpty();
            assertThat(clients.failure()).isEmpty();
            assertThat(placement.hasConsumers()).as("all is released").isFalse();
            for (Operation operation : Operation.values()) {
                assertThat(tally.of(operation)).as(operation.name()).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FORGETS_CLAIMS", "USAGE_DRIFTS", "GRANTS_HELD_CONSUMERS", "HANGS_UP_ON_CLAIMS"})
    void findsWhatIsWrongWithAService(Fault fault) throws InterruptedException {
        try (TestingPlacement placement = TestingPlacement.start(fault);
                Clients clients = begin(placement)) {
            while (history.violationCount() == 0) {
                goOn();
            }
            assertThat(clients.failure()).isEmpty();
        }
    }

    private Clients begin(TestingPlacement placement) throws InterruptedException {
        Clients clients =
                new Clients(ImmutableList.of(placement.url()), providers, history, tally, clockNs, System.nanoTime());
        assertThat(clients.provide(PATIENCE_NS)).isTrue();
        clients.begin(CLIENTS);
        return clients;
    }

    private long done(Operation operation) {
        return tally.of(operation).getOrDefault("DONE", 0L);
    }

    private void goOn() throws InterruptedException {
        assertThat(clockNs.getAsLong()).as("nanoseconds without an end").isLessThan(PATIENCE_NS);
        TimeUnit.MILLISECONDS.sleep(20);
    }

    private static Provider provider(String region) {
        return new Provider(region, UUID.randomUUID(), 16);
    }
}

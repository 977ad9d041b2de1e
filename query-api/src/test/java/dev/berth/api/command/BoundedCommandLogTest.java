package dev.berth.api.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Region;
import dev.berth.events.model.Trait;
import dev.berth.projector.CommandLog;
import dev.berth.projector.LogUnavailableException;
import dev.berth.projector.LogUnavailableException.Fate;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class BoundedCommandLogTest {
    private static final Region EAST = new Region("east");
    private static final Region WEST = new Region("west");

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final List<CompletableFuture<Decision>> waiting = new ArrayList<>();

    private final CommandLog bounded = new BoundedCommandLog(
            (region, sent) -> {
                CompletableFuture<Decision> decision = new CompletableFuture<>();
                waiting.add(decision);
                return decision;
            },
            2,
            3,
            meters);

    @Test
    void putsOffWhatComesBehindTooManyOfItsRegion() {
        submit(EAST);
        submit(EAST);

        assertThat(fateOf(submit(EAST))).isEqualTo(Fate.OVERLOADED);
        assertThat(submit(WEST).toCompletableFuture()).as("another region").isNotDone();
        assertThat(waiting).as("nothing of it was appended").hasSize(3);
        assertThat(meters.get("berth.commands.overloaded").counter().count()).isEqualTo(1);
        assertThat(meters.get("berth.commands.waiting").gauge().value()).isEqualTo(3);
    }

    @Test
    void putsOffWhatComesBehindTooManyOfAllRegions() {
        submit(EAST);
        submit(EAST);
        submit(WEST);

        assertThat(fateOf(submit(WEST))).isEqualTo(Fate.OVERLOADED);
        waiting.get(0).complete(null);
        assertThat(submit(WEST).toCompletableFuture()).isNotDone();
    }

    @Test
    void takesAnotherForEachThatIsDecidedOrFails() {
        submit(EAST);
        submit(EAST);
        waiting.get(0).complete(null);
        waiting.get(1).completeExceptionally(new LogUnavailableException("gone"));

        assertThat(submit(EAST).toCompletableFuture()).isNotDone();
        assertThat(submit(EAST).toCompletableFuture()).isNotDone();
        assertThat(fateOf(submit(EAST))).isEqualTo(Fate.OVERLOADED);
    }

    @Test
    void givesItsPlaceBackWhenTheLogThrows() {
        CommandLog throwing = new BoundedCommandLog(
                (region, sent) -> {
                    throw new IllegalStateException("a bug");
                },
                1,
                1,
                meters);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> throwing.submit(EAST, sent())).hasMessage("a bug");
        }
    }

    private CompletionStage<Decision> submit(Region region) {
        return bounded.submit(region, sent());
    }

    private static Sent sent() {
        return Sent.of(new CreateTrait(new CommandId(UUID.randomUUID()), Trait.of("CUSTOM_A")));
    }

    private static Fate fateOf(CompletionStage<Decision> stage) {
        CompletableFuture<Fate> fate = new CompletableFuture<>();
        stage.whenComplete((decision, failure) -> fate.complete(((LogUnavailableException) failure).fate()));
        return fate.join();
    }
}

package dev.berth.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.command.DirectCommandLog;
import dev.berth.events.command.Command;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.DeleteTrait;
import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Region;
import dev.berth.events.model.Trait;
import dev.berth.projector.CommandWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CommandMetersTest {
    private static final Trait GOLD = Trait.of("CUSTOM_GOLD");

    private final DirectCommandLog log = new DirectCommandLog(() -> 0);
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final CommandMeters meters = new CommandMeters(registry);

    private Decision decided(Command command) {
        Decision decision =
                log.submit(Region.DEFAULT, command).toCompletableFuture().join();
        meters.decided(Region.DEFAULT, decision);
        return decision;
    }

    private static CommandId id() {
        return new CommandId(UUID.randomUUID());
    }

    private double decisions(String kind, String refusal) {
        Counter counter = registry.get("berth.decisions")
                .tag("kind", kind)
                .tag("refusal", refusal)
                .counter();
        return counter.count();
    }

    @Test
    void countsDecisionsByKindAndRefusal() {
        decided(new CreateTrait(id(), GOLD));
        decided(new DeleteTrait(id(), GOLD));
        decided(new DeleteTrait(id(), GOLD));

        assertThat(decisions("create_trait", "none")).isEqualTo(1);
        assertThat(decisions("delete_trait", "none")).isEqualTo(1);
        assertThat(decisions("delete_trait", "trait_not_found")).isEqualTo(1);
        assertThat(decisions("claim_allocations", "none"))
                .as("shown from the start")
                .isZero();
    }

    @Test
    void measuresUntilTheLogHasConfirmedAndUntilTheReply() {
        Command command = new CreateTrait(id(), GOLD);
        CommandWatch.Passage passage = meters.begin(Region.DEFAULT, Sent.of(command));
        Decision decision = decided(command);
        passage.appended(decision.position());
        passage.ended(Optional.of(decision));
        meters.begin(Region.DEFAULT, Sent.of(command)).ended(Optional.empty());

        assertThat(registry.get("berth.command.append").timer().count()).isEqualTo(1);
        assertThat(reply("accepted").count()).isEqualTo(1);
        assertThat(reply("refused").count()).isZero();
        assertThat(reply("unknown").count()).isEqualTo(1);
    }

    private Timer reply(String outcome) {
        return registry.get("berth.command.reply").tag("outcome", outcome).timer();
    }
}

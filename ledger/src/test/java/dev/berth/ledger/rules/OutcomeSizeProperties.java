package dev.berth.ledger.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.DecisionArbitraries;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.CommandKind;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.event.EventKind;
import dev.berth.events.log.Topics;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Limits;
import dev.berth.events.model.Position;
import dev.berth.events.model.Sha256;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What the rules take an outcome for in bytes, against the bytes of the codec. */
class OutcomeSizeProperties {
    /** What stands beside the outcome in the record of a decision, its header among it. */
    private static final int BESIDE = 160;

    private static final DecisionCodec CODEC = codec();

    @Property(tries = 2_000)
    void neverCountsLessThanIsWritten(@ForAll("outcomes") Outcome outcome) {
        assertThat(written(outcome)).isLessThanOrEqualTo(OutcomeSize.of(outcome) + BESIDE);
    }

    /** Or commands would be refused that could well be recorded. */
    @Property(tries = 200)
    void countsAtMostAFewTimesOfWhatIsWritten(@ForAll("outcomes") Outcome outcome) {
        assertThat(OutcomeSize.of(outcome)).isLessThanOrEqualTo(4 * written(outcome));
    }

    @Property(tries = 1)
    void leavesRoomBesideTheLargestOutcomeForAllThatMayComeWithItsCommand() {
        assertThat(Limits.OUTCOME_BYTES_MAX + BESIDE)
                .isLessThan(Topics.DECISIONS.maxMessageBytes() - Topics.LOG.maxMessageBytes());
    }

    /** Each kind of event as often as the others, so that none hides. */
    @Provide
    Arbitrary<Outcome> outcomes() {
        return Arbitraries.oneOf(
                DecisionArbitraries.outcomes(),
                Arbitraries.of(EventKind.class)
                        .flatMap(kind -> DecisionArbitraries.events(kind).map(Outcome::accepted)));
    }

    private static long written(Outcome outcome) {
        Decision decision = new Decision(
                new Position(Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE),
                new CommandId(new UUID(1, 1)),
                CommandKind.RENAME_RESOURCE_CLASS,
                Integer.MAX_VALUE,
                outcome,
                new Sha256(1, 2, 3, 4));
        return CODEC.encode(decision).length;
    }

    private static DecisionCodec codec() {
        SchemaRegistry registry = SchemaRegistry.inMemory();
        registry.registerSchemas();
        return new DecisionCodec(registry);
    }
}

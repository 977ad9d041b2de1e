package dev.berth.ledger.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.command.Command;
import dev.berth.events.decision.Rejection;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.ledger.scenario.RandomCommands;
import dev.berth.ledger.scenario.Symbols;
import dev.berth.ledger.state.RegionView;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class HypothesisTest {
    private static final int LENGTH = 300;

    /** The same outcomes and the same state as the log that would have been, and the base as it was. */
    @Property(tries = 20)
    void comesToWhatTheLogWouldComeTo(@ForAll long seed) {
        List<Command> commands = RandomCommands.log(seed, LENGTH, new Symbols());
        RegionView base = RegionView.empty(Region.DEFAULT);
        for (int i = 0; i < LENGTH / 2; i++) {
            base = Ledger.apply(base, RandomCommands.position(i), commands.get(i))
                    .after();
        }
        String digest = StateDigest.of(base).toString();
        RegionView real = base;
        Hypothesis hypothesis = Hypothesis.of(base);
        for (int i = LENGTH / 2; i < LENGTH; i++) {
            Position position = RandomCommands.position(i);
            Ledger.Step step = Ledger.apply(real, position, commands.get(i));
            hypothesis = hypothesis.with(commands.get(i), position.timestampMs());
            assertThat(hypothesis.decision().outcome())
                    .isEqualTo(step.decision().outcome());
            assertThat(hypothesis.decision().position()).isEqualTo(position);
            real = step.after();
        }
        assertThat(StateDigest.of(hypothesis.view()).toString())
                .isEqualTo(StateDigest.of(real).toString());
        assertThat(hypothesis.base()).isSameAs(base);
        assertThat(StateDigest.of(base).toString()).isEqualTo(digest);
    }

    @Test
    void decidesBehindTheLastRecordAndNotBeforeItsTime() {
        WhatIfText text = new WhatIfText();
        RegionView base = text.region("""
                provider cn1
                inventory cn1@0 VCPU=8""");
        assertThat(text.hypothesis(base, "provider cn2").decision().position())
                .isEqualTo(new Position(
                        0, base.position().offset() + 1, base.position().timestampMs()));
        assertThat(text.hypothesis(RegionView.empty(Region.DEFAULT), "provider cn2")
                        .decision()
                        .position())
                .isEqualTo(new Position(0, 0, 0));
    }

    @Test
    void isLeftAsItIsByARefusedCommand() {
        WhatIfText text = new WhatIfText();
        RegionView base = text.region("provider cn1");
        Hypothesis refused = text.hypothesis(base, "provider cn1");
        assertThat(refused.decision().outcome().refusal().orElseThrow().rejection())
                .isEqualTo(Rejection.DUPLICATE_PROVIDER_ID);
        assertThat(refused.view().providers()).isEqualTo(base.providers());
    }
}

package dev.berth.ledger.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.command.Command;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.claim.HostCells;
import dev.berth.ledger.scenario.RandomCommands;
import dev.berth.ledger.scenario.Symbols;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.whatif.StrandedHolding.Cause;
import dev.berth.resource.numa.NumaAmount;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What hypotheses on random regions strand. */
class StrandedHoldingsProperties {
    private static final int LENGTH = 400;

    @Property(tries = 25)
    void strandsWhatLookingAtEverythingFinds(@ForAll long seed) {
        for (Hypothesis hypothesis : hypotheses(seed)) {
            TreeSet<String> found = new TreeSet<>();
            for (StrandedHolding holding : StrandedHoldings.by(hypothesis)) {
                if (holding.cause() != Cause.CELLS_NOT_FITTED) {
                    found.add(text(holding));
                }
            }
            List<StrandedOracle.Step> steps = new ArrayList<>();
            hypothesis
                    .tried()
                    .forEach(tried ->
                            steps.add(new StrandedOracle.Step(tried.before(), tried.command(), tried.decision())));
            assertThat(found)
                    .as(() -> "seed " + seed + ": "
                            + hypothesis.tried().map(Hypothesis.Tried::command).toString())
                    .isEqualTo(StrandedOracle.stranded(hypothesis.base(), hypothesis.view(), steps));
        }
    }

    /** Each guest taken off by itself, where the search halves them. */
    @Property(tries = 25)
    void strandsTheGuestsThatDoNotFitBesideAllOthers(@ForAll long seed) {
        for (Hypothesis hypothesis : hypotheses(seed)) {
            TreeSet<String> expected = misfits(hypothesis.view());
            expected.removeAll(misfits(hypothesis.base()));
            TreeSet<String> found = new TreeSet<>();
            StrandedHoldings.by(hypothesis).stream()
                    .filter(holding -> holding.cause() == Cause.CELLS_NOT_FITTED)
                    .forEach(holding -> found.add(holding.consumer() + " " + holding.provider()));
            assertThat(found).as("seed " + seed).isEqualTo(expected);
        }
    }

    /** Otherwise the two above would promise less than they seem to. */
    @Test
    void meetsEveryCause() {
        EnumSet<Cause> met = EnumSet.noneOf(Cause.class);
        for (long seed = 0; seed < 40; seed++) {
            for (Hypothesis hypothesis : hypotheses(seed)) {
                StrandedHoldings.by(hypothesis).forEach(holding -> met.add(holding.cause()));
            }
        }
        assertThat(met).containsExactlyInAnyOrder(Cause.values());
    }

    /** Hypotheses of 1, 3 and 9 commands at several places of a log. */
    private static List<Hypothesis> hypotheses(long seed) {
        List<Command> commands = RandomCommands.log(seed, LENGTH, new Symbols());
        List<Hypothesis> all = new ArrayList<>();
        RegionView view = RegionView.empty(Region.DEFAULT);
        for (int i = 0; i < LENGTH; i++) {
            if (i > LENGTH / 4 && i < LENGTH - 9 && i % 5 == 0) {
                int length = new int[] {1, 3, 9}[i / 5 % 3];
                Hypothesis hypothesis = Hypothesis.of(view);
                for (int j = i; j < i + length; j++) {
                    hypothesis = hypothesis.with(
                            commands.get(j), RandomCommands.position(j).timestampMs());
                }
                all.add(hypothesis);
            }
            view = Ledger.apply(view, RandomCommands.position(i), commands.get(i))
                    .after();
        }
        return all;
    }

    private static TreeSet<String> misfits(RegionView view) {
        TreeSet<String> misfits = new TreeSet<>();
        for (Consumer consumer : view.consumers().all()) {
            consumer.placement().ifPresent(placement -> {
                ProviderId host = placement.host();
                ConsumerId self = consumer.id();
                boolean fits = HostCells.of(view, host, guest -> !guest.equals(self))
                        .objectionTo(NumaAmount.placed(placement.cells()))
                        .isEmpty();
                if (!fits) {
                    misfits.add(self + " " + host);
                }
            });
        }
        return misfits;
    }

    private static String text(StrandedHolding holding) {
        return holding.consumer() + " " + holding.cause() + " " + holding.provider()
                + holding.resourceClass().map(name -> " " + name).orElse("")
                + holding.device().map(device -> " " + device).orElse("");
    }
}

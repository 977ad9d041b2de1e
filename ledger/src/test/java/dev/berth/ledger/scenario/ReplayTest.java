package dev.berth.ledger.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.decision.Decision;
import dev.berth.events.event.Event;
import dev.berth.events.model.Region;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.ledger.digest.StateDigest.Section;
import dev.berth.ledger.state.RegionView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What was decided once need not be decided again: the events of every scenario come to the state that its commands
 * came to.
 */
final class ReplayTest {
    /** What follows from decisions and not from events. */
    private static final Set<Section> OF_DECISIONS = EnumSet.of(Section.RECENT_COMMANDS, Section.CHAIN);

    @TestFactory
    Stream<DynamicTest> comesToTheSameStateByEventsAlone() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/scenarios"))) {
            // Crowds tell no other events than others do, and many of them.
            return files.filter(file -> !ScenariosTest.isCrowded(file)).sorted().toList().stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> verify(file)));
        }
    }

    private static void verify(Path file) throws IOException {
        Scenario scenario = Scenario.play(Files.readAllLines(file));
        RegionView replayed = RegionView.empty(Region.DEFAULT);
        for (Decision decision : scenario.decisions()) {
            for (Event event : decision.outcome().events()) {
                replayed = Ledger.evolve(replayed, decision.position(), event);
            }
        }
        assertThat(facts(replayed)).isEqualTo(facts(scenario.view()));
    }

    private static TreeMap<Section, String> facts(RegionView view) {
        TreeMap<Section, String> sections = new TreeMap<>(StateDigest.of(view).sections());
        sections.keySet().removeAll(OF_DECISIONS);
        return sections;
    }
}

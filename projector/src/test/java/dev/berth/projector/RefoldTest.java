package dev.berth.projector;

import static dev.berth.projector.Commands.create;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.log.LogMark;
import dev.berth.events.model.Region;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A log that was cut behind a checkpoint, its decisions too. */
class RefoldTest {
    private static final Region EAST = new Region("east");
    private static final Region WEST = new Region("west");

    private final DecidedLog log = new DecidedLog();
    private Beginnings.Beginning checkpoint;

    @BeforeEach
    void cut() {
        log.decide(EAST, create(1));
        log.decide(WEST, create(1));
        checkpoint = new Beginnings.Beginning(
                log.id(),
                log.records.size(),
                new TreeMap<>(log.folds),
                Map.of(),
                Optional.of(LogMark.of(log.check.topicId, log.records.get(1))));
        log.decided.clear();
    }

    @Test
    void goesOnThoughARegionHasDecidedNothingSince() throws Exception {
        log.decide(WEST, create(2));

        Refold refold = refold();
        assertThat(refold.contradiction()).isEmpty();
        assertThat(refold.folds().get(EAST).view().chain())
                .isEqualTo(log.folds.get(EAST).view().chain());
        assertThat(refold.folds().get(WEST).view().chain())
                .isEqualTo(log.folds.get(WEST).view().chain());
    }

    @Test
    void contradictsWhereADecisionSinceIsNotRecorded() throws Exception {
        log.decide(EAST, create(2));
        log.decided.clear();
        log.decide(WEST, create(2));

        assertThat(refold().contradiction().orElseThrow())
                .contains("region east comes to a chain of decisions")
                .contains("but the last one in berth.decisions is missing");
    }

    private Refold refold() throws InterruptedException {
        return Refold.of(
                log.check, 0, Optional.of(checkpoint), log.records.size(), log.commands, log.decisions, next -> {});
    }
}

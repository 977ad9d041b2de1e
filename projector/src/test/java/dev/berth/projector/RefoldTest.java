package dev.berth.projector;

import static dev.berth.projector.Commands.create;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.Command;
import dev.berth.events.log.LogMark;
import dev.berth.events.log.LogRecord;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.Topics;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A log that was cut behind a checkpoint, its decisions too. */
class RefoldTest {
    private static final Region EAST = new Region("east");
    private static final Region WEST = new Region("west");

    private final SchemaRegistry schemas = SchemaRegistry.inMemory();
    private final CommandCodec commands = new CommandCodec(schemas);
    private final DecisionCodec decisions = new DecisionCodec(schemas);
    private final TestingLogCheck log = new TestingLogCheck();
    private final List<LogRecord> records = new ArrayList<>();
    private final List<LogRecord> decided = new ArrayList<>();
    private final Map<Region, RegionFold> folds = new TreeMap<>();
    private Beginnings.Beginning checkpoint;

    @BeforeEach
    void cut() {
        schemas.registerSchemas();
        log.topics.put(Topics.LOG.topic(), records);
        log.topics.put(Topics.DECISIONS.topic(), decided);
        decide(EAST, create(1));
        decide(WEST, create(1));
        checkpoint = new Beginnings.Beginning(
                logId(),
                records.size(),
                new TreeMap<>(folds),
                Map.of(),
                Optional.of(LogMark.of(log.topicId, records.get(1))));
        decided.clear();
    }

    @Test
    void goesOnThoughARegionHasDecidedNothingSince() throws Exception {
        decide(WEST, create(2));

        Refold refold = refold();
        assertThat(refold.contradiction()).isEmpty();
        assertThat(refold.folds().get(EAST).view().chain())
                .isEqualTo(folds.get(EAST).view().chain());
        assertThat(refold.folds().get(WEST).view().chain())
                .isEqualTo(folds.get(WEST).view().chain());
    }

    @Test
    void contradictsWhereADecisionSinceIsNotRecorded() throws Exception {
        decide(EAST, create(2));
        decided.clear();
        decide(WEST, create(2));

        assertThat(refold().contradiction().orElseThrow())
                .contains("region east comes to a chain of decisions")
                .contains("but the last one in berth.decisions is missing");
    }

    private Refold refold() throws InterruptedException {
        return Refold.of(log, 0, Optional.of(checkpoint), records.size(), commands, decisions, next -> {});
    }

    private LogId logId() {
        return new LogId(log.topicId.toString());
    }

    private void decide(Region region, Command command) {
        Position position = new Position(0, records.size(), 1);
        byte[] value = commands.encode(command);
        records.add(new LogRecord(position, Partitions.key(region), value, 1));
        RegionFold before = folds.getOrDefault(region, RegionFold.of(RegionView.empty(logId(), region)));
        RegionFold.Taken taken = before.take(commands.decode(position, value));
        folds.put(region, taken.after());
        taken.decisions()
                .forEach(decision -> decided.add(new LogRecord(
                        new Position(0, decided.size(), 1), Partitions.key(region), decisions.encode(decision), 1)));
    }
}

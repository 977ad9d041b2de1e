package dev.berth.projector;

import static dev.berth.projector.Commands.create;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.Command;
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
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rows end before the committed offset. */
class PassedOverTest {
    private static final Region EAST = new Region("east");

    private final SchemaRegistry schemas = SchemaRegistry.inMemory();
    private final CommandCodec commands = new CommandCodec(schemas);
    private final DecisionCodec decisions = new DecisionCodec(schemas);
    private final TestingLogCheck log = new TestingLogCheck();
    private final List<LogRecord> records = new ArrayList<>();
    private final List<LogRecord> decided = new ArrayList<>();
    private final Map<Region, RegionFold> rows = new TreeMap<>();

    @BeforeEach
    void start() {
        schemas.registerSchemas();
        log.topics.put(Topics.LOG.topic(), records);
        log.topics.put(Topics.DECISIONS.topic(), decided);
    }

    @Test
    void findsTheFirstRecordThatWasNeverDecided() throws Exception {
        decide(create(1));
        decide(create(2));
        appendForeign();
        append(commands.encode(create(3)));
        append(commands.encode(create(4)));

        assertThat(passedOver(2)).hasValue(3);
    }

    @Test
    void findsNoneWhereRowsAreLostThatDecisionsAreRecordedOf() throws Exception {
        decide(create(1));
        Map<Region, RegionFold> older = new TreeMap<>(rows);
        decide(create(2));
        rows.putAll(older);

        assertThat(passedOver(1)).isEmpty();
    }

    @Test
    void findsNoneAmongRecordsThatWaitBehindAStop() throws Exception {
        decide(create(1));
        append(new byte[] {9});
        append(commands.encode(create(2)));

        assertThat(passedOver(1)).isEmpty();
    }

    @Test
    void judgesNothingWhereTheDecisionsOfItsRowsAreDeleted() throws Exception {
        decide(create(1));
        append(commands.encode(create(2)));
        decided.clear();

        assertThat(passedOver(1)).isEmpty();
    }

    @Test
    void findsTheFirstRecordOfALogOfWhichNothingWasDecided() throws Exception {
        append(commands.encode(create(1)));

        assertThat(passedOver(0)).hasValue(0);
    }

    /** The decisions may have been cut with it. */
    @Test
    void judgesNothingOfACutLogWithoutRows() throws Exception {
        append(commands.encode(create(1)));
        log.begin = 7;

        assertThat(passedOver(0)).isEmpty();
    }

    private OptionalLong passedOver(long next) throws InterruptedException {
        return PassedOver.first(log, 0, next, records.size(), rows, commands, decisions);
    }

    private void decide(Command command) {
        LogRecord record = append(commands.encode(command));
        RegionFold before =
                rows.getOrDefault(EAST, RegionFold.of(RegionView.empty(new LogId(log.topicId.toString()), EAST)));
        RegionFold.Taken taken = before.take(commands.decode(record.position(), record.value()));
        rows.put(EAST, taken.after());
        taken.decisions()
                .forEach(decision -> decided.add(new LogRecord(
                        new Position(0, decided.size(), 1), Partitions.key(EAST), decisions.encode(decision), 1)));
    }

    private LogRecord append(byte[] value) {
        LogRecord record = new LogRecord(new Position(0, records.size(), 1), Partitions.key(EAST), value, 1);
        records.add(record);
        return record;
    }

    private void appendForeign() {
        records.add(new LogRecord(new Position(0, records.size(), 1), null, new byte[] {9}, 1));
    }
}

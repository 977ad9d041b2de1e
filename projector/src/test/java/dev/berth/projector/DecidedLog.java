package dev.berth.projector;

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
import java.util.TreeMap;

/** A log of one partition with its recorded decisions, and what its regions came to. */
final class DecidedLog {
    final CommandCodec commands;
    final DecisionCodec decisions;
    final TestingLogCheck check = new TestingLogCheck();
    final List<LogRecord> records = new ArrayList<>();
    final List<LogRecord> decided = new ArrayList<>();
    final Map<Region, RegionFold> folds = new TreeMap<>();

    DecidedLog() {
        SchemaRegistry schemas = SchemaRegistry.inMemory();
        schemas.registerSchemas();
        commands = new CommandCodec(schemas);
        decisions = new DecisionCodec(schemas);
        check.topics.put(Topics.LOG.topic(), records);
        check.topics.put(Topics.DECISIONS.topic(), decided);
    }

    LogId id() {
        return new LogId(check.topicId.toString());
    }

    /** Appends a command, decides it, and records the decisions. */
    void decide(Region region, Command command) {
        LogRecord record = append(region, commands.encode(command));
        RegionFold before = folds.getOrDefault(region, RegionFold.of(RegionView.empty(id(), region)));
        RegionFold.Taken taken = before.take(commands.decode(record.position(), record.value()));
        folds.put(region, taken.after());
        taken.decisions()
                .forEach(decision -> decided.add(new LogRecord(
                        new Position(0, decided.size(), 1), Partitions.key(region), decisions.encode(decision), 1)));
    }

    /** Appends a record that nobody decides. */
    LogRecord append(Region region, byte[] value) {
        return append(Partitions.key(region), value);
    }

    void appendForeign() {
        append((byte[]) null, new byte[] {9});
    }

    private LogRecord append(byte[] key, byte[] value) {
        LogRecord record = new LogRecord(new Position(0, records.size(), 1), key, value, 1);
        records.add(record);
        return record;
    }
}

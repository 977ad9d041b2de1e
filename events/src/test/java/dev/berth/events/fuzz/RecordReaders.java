package dev.berth.events.fuzz;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.codec.StateCodec;
import dev.berth.events.model.Position;
import java.util.List;

/** Everything that reads records, each of which may answer in the ways that it promises, and in no other. */
final class RecordReaders {
    private static final List<StateCodec<?>> ROWS = List.of(
            StateCodec.PROVIDER,
            StateCodec.CONSUMER,
            StateCodec.HOST_REPORT,
            StateCodec.USAGE,
            StateCodec.FLAVOR,
            StateCodec.HOST_DEVICE,
            StateCodec.HOST_POOLS);

    private final CommandCodec commands;
    private final DecisionCodec decisions;

    RecordReaders() {
        SchemaRegistry registry = SchemaRegistry.inMemory();
        registry.registerSchemas();
        commands = new CommandCodec(registry);
        decisions = new DecisionCodec(registry);
    }

    CommandCodec commands() {
        return commands;
    }

    DecisionCodec decisions() {
        return decisions;
    }

    /** Reads a record of the log; whatever it is, there is an entry for it. */
    void readCommand(byte[] bytes) {
        require(commands.decode(new Position(0, 1, 2), bytes));
    }

    void readDecision(byte[] bytes) {
        require(decisions.decode(bytes));
    }

    /** Reads a row of a store; one that is none is refused by name. */
    void readRow(int codec, byte[] bytes) {
        try {
            require(ROWS.get(codec).decode(bytes));
        } catch (IllegalStateException damaged) {
            if (!String.valueOf(damaged.getMessage()).startsWith("expected")) {
                throw damaged;
            }
        }
    }

    int rows() {
        return ROWS.size();
    }

    void readAll(byte[] bytes) {
        readCommand(bytes);
        readDecision(bytes);
        for (int codec = 0; codec < rows(); codec++) {
            readRow(codec, bytes);
        }
    }

    private static void require(Object read) {
        if (read == null) {
            throw new AssertionError("expected a result but got none");
        }
    }
}

package dev.berth.events.codec;

import static dev.berth.events.codec.Values.commandId;

import dev.berth.events.command.ActivateRules;
import dev.berth.events.command.SkipRecord;

/** The commands by which an operator steers the region itself. */
final class OperationCommands {
    static final Shape<ActivateRules, dev.berth.avro.command.ActivateRules> ACTIVATE_RULES = new Shape<>(
            ActivateRules.class,
            dev.berth.avro.command.ActivateRules.class,
            command ->
                    new dev.berth.avro.command.ActivateRules(command.commandId().toString(), command.rulesVersion()),
            avro -> new ActivateRules(commandId(avro.getCommandId()), avro.getRulesVersion()));

    static final Shape<SkipRecord, dev.berth.avro.command.SkipRecord> SKIP_RECORD = new Shape<>(
            SkipRecord.class,
            dev.berth.avro.command.SkipRecord.class,
            command -> new dev.berth.avro.command.SkipRecord(command.commandId().toString(), command.offset()),
            avro -> new SkipRecord(commandId(avro.getCommandId()), avro.getOffset()));

    private OperationCommands() {}
}

package dev.berth.events.codec;

import dev.berth.events.event.RecordSkipped;
import dev.berth.events.event.RulesActivated;

/** The events about the region itself. */
final class OperationEvents {
    static final Shape<RulesActivated, dev.berth.avro.event.RulesActivated> RULES_ACTIVATED = new Shape<>(
            RulesActivated.class,
            dev.berth.avro.event.RulesActivated.class,
            event -> new dev.berth.avro.event.RulesActivated(event.rulesVersion()),
            avro -> new RulesActivated(avro.getRulesVersion()));

    static final Shape<RecordSkipped, dev.berth.avro.event.RecordSkipped> RECORD_SKIPPED = new Shape<>(
            RecordSkipped.class,
            dev.berth.avro.event.RecordSkipped.class,
            event -> new dev.berth.avro.event.RecordSkipped(event.offset()),
            avro -> new RecordSkipped(avro.getOffset()));

    private OperationEvents() {}
}

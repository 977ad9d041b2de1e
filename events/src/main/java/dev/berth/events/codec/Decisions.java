package dev.berth.events.codec;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.command.CommandKind;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Rejection;
import dev.berth.events.model.Position;
import dev.berth.events.model.Sha256;
import java.util.List;
import java.util.Map;

/** The Decision record. A decision that is refused and yet has events is refused by the reader. */
final class Decisions {
    private static final Map<String, CommandKind> COMMAND_KINDS = Values.constants(CommandKind.values());
    private static final Map<String, Rejection> REJECTIONS = Values.constants(Rejection.values());
    private static final Map<String, Refusal.Fact> FACTS = Values.constants(Refusal.Fact.values());

    static final Shape<Decision, dev.berth.avro.decision.Decision> DECISION = new Shape<>(
            Decision.class, dev.berth.avro.decision.Decision.class, Decisions::decision, Decisions::decision);

    private Decisions() {}

    private static dev.berth.avro.decision.Decision decision(Decision decision) {
        return new dev.berth.avro.decision.Decision(
                decision.position().partition(),
                decision.position().offset(),
                decision.position().timestampMs(),
                decision.commandId().toString(),
                decision.commandKind().name(),
                decision.rulesVersion(),
                decision.outcome().refusal().map(Decisions::refusal).orElse(null),
                Values.list(decision.outcome().events(), EventEnvelope::wrap));
    }

    private static Decision decision(dev.berth.avro.decision.Decision decision) {
        return new Decision(
                new Position(decision.getPartition(), decision.getOffset(), decision.getTimestampMs()),
                Values.commandId(decision.getCommandId()),
                Values.constant(COMMAND_KINDS, decision.getCommandKind()),
                decision.getRulesVersion(),
                outcome(decision),
                Sha256.NONE);
    }

    private static Outcome outcome(dev.berth.avro.decision.Decision decision) {
        List<dev.berth.avro.event.Event> events = decision.getEvents();
        if (decision.getRefusal().isEmpty()) {
            return Outcome.accepted(Values.immutableList(events, EventEnvelope::unwrap));
        }
        if (!events.isEmpty()) {
            throw new IllegalArgumentException("expected no events of a refusal but got " + events.size());
        }
        return Outcome.refused(refusal(decision.getRefusal().get()));
    }

    private static dev.berth.avro.decision.Refusal refusal(Refusal refusal) {
        return new dev.berth.avro.decision.Refusal(
                refusal.rejection().name(),
                Values.list(
                        refusal.facts().entrySet(),
                        fact -> new dev.berth.avro.decision.Fact(fact.getKey().name(), fact.getValue())));
    }

    private static Refusal refusal(dev.berth.avro.decision.Refusal refusal) {
        ImmutableSortedMap<Refusal.Fact, String> facts = Values.map(
                refusal.getFacts(),
                fact -> Values.constant(FACTS, fact.getName()),
                dev.berth.avro.decision.Fact::getValue);
        return new Refusal(Values.constant(REJECTIONS, refusal.getCode()), facts);
    }
}

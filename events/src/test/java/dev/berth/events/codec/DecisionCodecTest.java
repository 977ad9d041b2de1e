package dev.berth.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.avro.event.Event;
import dev.berth.avro.event.TraitCreated;
import dev.berth.events.command.CommandKind;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Rejection;
import dev.berth.events.event.EventKind;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionCodecTest {
    private static final String ID = "00000000-0000-4000-8000-000000000001";

    private final TestingRegistryClient client = new TestingRegistryClient();
    private final DecisionCodec codec;

    DecisionCodecTest() {
        SchemaRegistry registry = SchemaRegistry.of(client);
        registry.registerSchemas();
        codec = new DecisionCodec(registry);
    }

    /** The auditor compares decisions of different days and machines. */
    @Test
    void writesTheSameBytesOnEveryMachine() {
        Refusal refusal = Refusal.of(Rejection.CAPACITY_EXCEEDED)
                .with(Refusal.Fact.REQUESTED, 8)
                .with(Refusal.Fact.RESOURCE_CLASS, "VCPU");
        Decision decision = new Decision(
                new Position(1, 7, 64),
                CommandId.of(ID),
                CommandKind.CLAIM_ALLOCATIONS,
                1,
                Outcome.refused(refusal),
                Sha256.NONE);
        byte[] bytes = codec.encode(decision);
        // Numbers are zigzag varints: a text of 36 characters begins with 72, an H.
        assertThat(new String(bytes, 5, bytes.length - 5, StandardCharsets.ISO_8859_1))
                .isEqualTo("\2\16\200\1H" + ID + "\"CLAIM_ALLOCATIONS\2\2\"CAPACITY_EXCEEDED"
                        + "\4\34RESOURCE_CLASS\10VCPU\22REQUESTED\0028\0\0\0");
    }

    @Test
    void cannotReadAKindOfEventThatItDoesNotKnow() {
        assertThat(reason(decision("CREATE_TRAIT", null, event("TRAIT_PAINTED", "CUSTOM_A"))))
                .contains("events[0]: expected a EventKind that is known but got \"TRAIT_PAINTED\"");
    }

    @Test
    void cannotReadAnEventWhoseFieldIsNull() {
        Event empty = new Event();
        empty.put(0, EventKind.TRAIT_CREATED.name());
        assertThat(reason(decision("CREATE_TRAIT", null, empty))).contains("TRAIT_CREATED", "null");
    }

    @Test
    void cannotReadACommandKindOrRejectionThatItDoesNotKnow() {
        assertThat(reason(decision("PAINT_TRAIT", null))).contains("PAINT_TRAIT");
        assertThat(reason(decision("CREATE_TRAIT", new dev.berth.avro.decision.Refusal("BAD_MOOD", List.of()))))
                .contains("BAD_MOOD");
    }

    @Test
    void cannotReadARefusalWithEvents() {
        dev.berth.avro.decision.Refusal refusal = new dev.berth.avro.decision.Refusal("TRAIT_IN_USE", List.of());
        assertThat(reason(decision("DELETE_TRAIT", refusal, event("TRAIT_CREATED", "CUSTOM_A"))))
                .contains("expected no events of a refusal but got 1");
    }

    private static Event event(String kind, String trait) {
        Event event = new Event();
        event.put(0, kind);
        event.put(Event.getClassSchema().getField("traitCreated").pos(), new TraitCreated(trait));
        return event;
    }

    private static dev.berth.avro.decision.Decision decision(
            String commandKind, dev.berth.avro.decision.Refusal refusal, Event... events) {
        return new dev.berth.avro.decision.Decision(
                0, 7L, 1000L, ID, commandKind, 1, refusal, List.of(events), ByteBuffer.allocate(0));
    }

    private String reason(dev.berth.avro.decision.Decision decision) {
        Decoding<Decision> decoding = codec.decode(TestingSender.written(client, DecisionCodec.TOPIC, decision));
        assertThat(decoding).isInstanceOf(Decoding.Unreadable.class);
        return ((Decoding.Unreadable<Decision>) decoding).reason();
    }
}

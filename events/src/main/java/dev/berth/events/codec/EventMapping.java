package dev.berth.events.codec;

import com.google.common.base.CaseFormat;
import dev.berth.events.event.Event;
import dev.berth.events.event.EventKind;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Objects;
import org.apache.avro.Schema;

/**
 * Events inside their envelope: the Avro record {@code Event} has one nullable field for each kind of event and names
 * the one that is set. An Avro union of all events would be shorter, but could never gain an event without breaking its
 * old readers.
 */
final class EventMapping implements Mapping<Event> {
    private final EnumWords<EventKind> kinds = new EnumWords<>(EventKind.class, Enum::name);
    private final EnumMap<EventKind, Integer> fieldByKind = new EnumMap<>(EventKind.class);
    /** By the positions of their fields; the first field is the kind and has none here. */
    private final Mapping<Event>[] contents;

    @SuppressWarnings("unchecked")
    EventMapping(Schema envelope) {
        contents = (Mapping<Event>[]) new Mapping<?>[envelope.getFields().size()];
        for (EventKind kind : EventKind.values()) {
            Schema.Field field = envelope.getField(CaseFormat.UPPER_UNDERSCORE.to(CaseFormat.LOWER_CAMEL, kind.name()));
            if (field == null) {
                throw new IllegalStateException("expected a field for " + kind + " in the schema of Event");
            }
            fieldByKind.put(kind, field.pos());
            contents[field.pos()] = (Mapping<Event>)
                    Binder.bind(type(kind), field.schema().getTypes().get(1));
        }
        if (Arrays.stream(contents).skip(1).anyMatch(Objects::isNull)) {
            throw new IllegalStateException("expected a kind for each field of the schema of Event");
        }
    }

    @Override
    public void write(Event event, BinaryOutput out) {
        kinds.write(event.kind(), out);
        int set = fieldByKind.get(event.kind());
        for (int at = 1; at < contents.length; at++) {
            out.writeLong(at == set ? 1 : 0);
            if (at == set) {
                contents[at].write(event, out);
            }
        }
    }

    @Override
    public Event read(BinaryInput in) throws NotAvroException {
        EventKind kind = kinds.read(in);
        Event event = null;
        for (int at = 1; at < contents.length; at++) {
            Event content = in.readIsPresent() ? contents[at].read(in) : null;
            if (kind != null && at == fieldByKind.get(kind)) {
                event = content;
            }
        }
        if (event == null) {
            in.refuse("expected an event of kind " + kind + " but its field is null");
        }
        return event;
    }

    private static Class<?> type(EventKind kind) {
        String name = CaseFormat.UPPER_UNDERSCORE.to(CaseFormat.UPPER_CAMEL, kind.name());
        return Arrays.stream(Event.class.getPermittedSubclasses())
                .filter(type -> type.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("expected an event " + name + " of kind " + kind));
    }
}

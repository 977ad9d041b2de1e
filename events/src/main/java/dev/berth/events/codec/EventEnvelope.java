package dev.berth.events.codec;

import com.google.common.base.CaseFormat;
import dev.berth.events.event.Event;
import dev.berth.events.event.EventKind;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Events inside their envelope: the Avro record {@code Event} has one nullable field for each kind of event and names the one
 * that is set. An Avro union of all events would be shorter, but could never gain an event without breaking its old readers.
 */
final class EventEnvelope {
    private static final Map<String, EventKind> KINDS = Values.constants(EventKind.values());
    private static final int[] FIELD_BY_KIND = fieldByKind();

    private EventEnvelope() {}

    static dev.berth.avro.event.Event wrap(Event event) {
        dev.berth.avro.event.Event envelope = new dev.berth.avro.event.Event();
        envelope.put(0, event.kind().name());
        envelope.put(FIELD_BY_KIND[event.kind().ordinal()], shape(event.kind()).write(event));
        return envelope;
    }

    static Event unwrap(dev.berth.avro.event.Event envelope) {
        EventKind kind = Values.constant(KINDS, envelope.getKind());
        Object content = envelope.get(FIELD_BY_KIND[kind.ordinal()]);
        if (content == null) {
            throw new IllegalArgumentException("expected an event of kind " + kind + " but its field is null");
        }
        return shape(kind).read(content);
    }

    private static Shape<? extends Event, ?> shape(EventKind kind) {
        return switch (kind) {
            case PROVIDER_CREATED -> ProviderEvents.PROVIDER_CREATED;
            case PROVIDER_UPDATED -> ProviderEvents.PROVIDER_UPDATED;
            case PROVIDER_DELETED -> ProviderEvents.PROVIDER_DELETED;
            case INVENTORIES_REPLACED -> ProviderEvents.INVENTORIES_REPLACED;
            case TRAITS_REPLACED -> ProviderEvents.TRAITS_REPLACED;
            case AGGREGATES_REPLACED -> ProviderEvents.AGGREGATES_REPLACED;
            case GENERATIONS_ADVANCED -> ProviderEvents.GENERATIONS_ADVANCED;
            case ALLOCATIONS_CLAIMED -> AllocationEvents.ALLOCATIONS_CLAIMED;
            case ALLOCATIONS_RELEASED -> AllocationEvents.ALLOCATIONS_RELEASED;
            case TRAIT_CREATED -> CatalogueEvents.TRAIT_CREATED;
            case TRAIT_DELETED -> CatalogueEvents.TRAIT_DELETED;
            case RESOURCE_CLASS_CREATED -> CatalogueEvents.RESOURCE_CLASS_CREATED;
            case RESOURCE_CLASS_RENAMED -> CatalogueEvents.RESOURCE_CLASS_RENAMED;
            case RESOURCE_CLASS_DELETED -> CatalogueEvents.RESOURCE_CLASS_DELETED;
            case HOST_REPORTED -> ProviderEvents.HOST_REPORTED;
            case RULES_ACTIVATED -> OperationEvents.RULES_ACTIVATED;
            case RECORD_SKIPPED -> OperationEvents.RECORD_SKIPPED;
            case DEVICES_REPORTED -> DeviceEvents.DEVICES_REPORTED;
            case DEVICES_CLAIMED -> DeviceEvents.DEVICES_CLAIMED;
            case DEVICES_FREED -> DeviceEvents.DEVICES_FREED;
            case FLAVOR_CREATED -> FlavorValues.FLAVOR_CREATED;
            case FLAVOR_REPLACED -> FlavorValues.FLAVOR_REPLACED;
            case FLAVOR_DELETED -> FlavorValues.FLAVOR_DELETED;
        };
    }

    private static int[] fieldByKind() {
        int[] fields = new int[EventKind.values().length];
        for (EventKind kind : EventKind.values()) {
            String name = CaseFormat.UPPER_UNDERSCORE.to(CaseFormat.LOWER_CAMEL, kind.name());
            Schema.Field field = dev.berth.avro.event.Event.getClassSchema().getField(name);
            if (field == null) {
                throw new IllegalStateException("expected a field " + name + " in the schema of Event but it has none");
            }
            fields[kind.ordinal()] = field.pos();
        }
        return fields;
    }
}

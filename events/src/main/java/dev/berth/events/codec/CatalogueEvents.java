package dev.berth.events.codec;

import dev.berth.events.event.ResourceClassCreated;
import dev.berth.events.event.ResourceClassDeleted;
import dev.berth.events.event.ResourceClassRenamed;
import dev.berth.events.event.TraitCreated;
import dev.berth.events.event.TraitDeleted;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;

/** The events about the names that a region knows. */
final class CatalogueEvents {
    static final Shape<TraitCreated, dev.berth.avro.event.TraitCreated> TRAIT_CREATED = new Shape<>(
            TraitCreated.class,
            dev.berth.avro.event.TraitCreated.class,
            event -> new dev.berth.avro.event.TraitCreated(event.trait().name()),
            avro -> new TraitCreated(Trait.of(avro.getTrait())));

    static final Shape<TraitDeleted, dev.berth.avro.event.TraitDeleted> TRAIT_DELETED = new Shape<>(
            TraitDeleted.class,
            dev.berth.avro.event.TraitDeleted.class,
            event -> new dev.berth.avro.event.TraitDeleted(event.trait().name()),
            avro -> new TraitDeleted(Trait.of(avro.getTrait())));

    static final Shape<ResourceClassCreated, dev.berth.avro.event.ResourceClassCreated> RESOURCE_CLASS_CREATED =
            new Shape<>(
                    ResourceClassCreated.class,
                    dev.berth.avro.event.ResourceClassCreated.class,
                    event -> new dev.berth.avro.event.ResourceClassCreated(
                            event.resourceClass().name()),
                    avro -> new ResourceClassCreated(ResourceClass.of(avro.getResourceClass())));

    static final Shape<ResourceClassRenamed, dev.berth.avro.event.ResourceClassRenamed> RESOURCE_CLASS_RENAMED =
            new Shape<>(
                    ResourceClassRenamed.class,
                    dev.berth.avro.event.ResourceClassRenamed.class,
                    event -> new dev.berth.avro.event.ResourceClassRenamed(
                            event.from().name(), event.to().name()),
                    avro -> new ResourceClassRenamed(ResourceClass.of(avro.getFrom()), ResourceClass.of(avro.getTo())));

    static final Shape<ResourceClassDeleted, dev.berth.avro.event.ResourceClassDeleted> RESOURCE_CLASS_DELETED =
            new Shape<>(
                    ResourceClassDeleted.class,
                    dev.berth.avro.event.ResourceClassDeleted.class,
                    event -> new dev.berth.avro.event.ResourceClassDeleted(
                            event.resourceClass().name()),
                    avro -> new ResourceClassDeleted(ResourceClass.of(avro.getResourceClass())));

    private CatalogueEvents() {}
}

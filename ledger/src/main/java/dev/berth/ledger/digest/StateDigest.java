package dev.berth.ledger.digest;

import static dev.berth.ledger.digest.DigestSum.write;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.io.ByteArrayDataOutput;
import com.google.common.io.ByteStreams;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.Enrolment;
import dev.berth.events.model.HostKey;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.state.RecentCommands;
import dev.berth.ledger.state.RegionView;
import io.vavr.Tuple2;
import java.util.Map;

/**
 * What a region's state comes to, in 32 bytes a section: two states are the same if their digests are, and a difference
 * names its section. The bytes under it are canonical: sorted, with lengths, independent of how the state is kept.
 */
public record StateDigest(ImmutableSortedMap<Section, String> sections) {
    /** The parts of the state. USAGE and PCI_POOLS are derived and digested all the same: they must not drift. */
    public enum Section {
        RULES,
        CATALOGUE,
        PROVIDERS,
        CONSUMERS,
        USAGE,
        HOSTS,
        ENROLMENTS,
        SEQUENCES,
        RECENT_COMMANDS,
        DEVICES,
        PCI_POOLS,
        FLAVORS,
        CHAIN
    }

    /** The digest of a view; takes time in proportion to the size of the region. */
    public static StateDigest of(RegionView view) {
        return new StateDigest(ImmutableSortedMap.<Section, String>naturalOrder()
                .put(Section.RULES, rules(view))
                .put(Section.CATALOGUE, catalogue(view))
                .put(Section.PROVIDERS, providers(view))
                .put(Section.CONSUMERS, consumers(view))
                .put(Section.USAGE, usage(view))
                .put(Section.HOSTS, HostDigest.hosts(view))
                .put(Section.ENROLMENTS, enrolments(view))
                .put(Section.SEQUENCES, sequences(view))
                .put(Section.RECENT_COMMANDS, recentCommands(view))
                .put(Section.DEVICES, DeviceDigest.devices(view))
                .put(Section.PCI_POOLS, DeviceDigest.pools(view))
                .put(Section.FLAVORS, DeviceDigest.flavors(view))
                .put(Section.CHAIN, view.chain().head().toString())
                .build());
    }

    /** All sections in one. */
    public String whole() {
        DigestSum sum = new DigestSum();
        sections.forEach((section, digest) -> sum.add(entry(section.name(), digest)));
        return sum.hex();
    }

    private static String rules(RegionView view) {
        DigestSum sum = new DigestSum();
        ByteArrayDataOutput entry = ByteStreams.newDataOutput();
        entry.writeInt(view.rulesVersion().number());
        sum.add(entry);
        return sum.hex();
    }

    private static String catalogue(RegionView view) {
        DigestSum sum = new DigestSum();
        for (Tuple2<ResourceClass, Long> made : view.catalogue().customClasses()) {
            sum.add(entry("class", made._1().name() + "@" + made._2()));
        }
        for (Tuple2<Trait, Long> made : view.catalogue().customTraits()) {
            sum.add(entry("trait", made._1().name() + "@" + made._2()));
        }
        return sum.hex();
    }

    private static String providers(RegionView view) {
        DigestSum sum = new DigestSum();
        for (Provider provider : view.providers().all()) {
            ByteArrayDataOutput entry = ByteStreams.newDataOutput();
            write(entry, provider.id().value());
            write(entry, provider.name());
            entry.writeBoolean(provider.parent().isPresent());
            provider.parent().ifPresent(parent -> write(entry, parent.value()));
            write(entry, provider.root().value());
            entry.writeLong(provider.generation());
            entry.writeInt(provider.inventories().size());
            provider.inventories().forEach((resourceClass, inventory) -> {
                write(entry, resourceClass.name());
                write(entry, inventory);
            });
            entry.writeInt(provider.traits().size());
            provider.traits().forEach(trait -> write(entry, trait.name()));
            entry.writeInt(provider.aggregates().size());
            provider.aggregates().forEach(aggregate -> write(entry, aggregate.value()));
            entry.writeLong(provider.createdAtMs());
            entry.writeLong(provider.updatedAtMs());
            sum.add(entry);
        }
        return sum.hex();
    }

    private static String consumers(RegionView view) {
        DigestSum sum = new DigestSum();
        for (Consumer consumer : view.consumers().all()) {
            ByteArrayDataOutput entry = ByteStreams.newDataOutput();
            write(entry, consumer.id().value());
            entry.writeLong(consumer.generation());
            write(entry, consumer.projectId());
            write(entry, consumer.userId());
            write(entry, consumer.type().map(type -> type.name()).orElse(""));
            entry.writeInt(consumer.allocations().providers().size());
            consumer.allocations().forEach((provider, amounts) -> {
                write(entry, provider.value());
                amounts(entry, amounts);
            });
            entry.writeLong(consumer.createdAtMs());
            entry.writeLong(consumer.updatedAtMs());
            // Nothing is written for a guest without cells, so that states without any keep their digest.
            consumer.placement().ifPresent(placement -> CellDigest.write(entry, placement));
            sum.add(entry);
        }
        return sum.hex();
    }

    private static String usage(RegionView view) {
        DigestSum sum = new DigestSum();
        for (Provider provider : view.providers().all()) {
            ImmutableSortedMap<ResourceClass, Long> usage = view.consumers().usage(provider.id());
            if (!usage.isEmpty()) {
                ByteArrayDataOutput entry = ByteStreams.newDataOutput();
                write(entry, provider.id().value());
                amounts(entry, usage);
                sum.add(entry);
            }
        }
        return sum.hex();
    }

    private static String enrolments(RegionView view) {
        DigestSum sum = new DigestSum();
        for (Enrolment enrolment : view.enrolments().all()) {
            ByteArrayDataOutput entry = ByteStreams.newDataOutput();
            write(entry, enrolment.host().value());
            // Neither a key nor the id of a user is ever empty.
            write(entry, enrolment.key().map(HostKey::hex).orElse(""));
            write(entry, enrolment.user().orElse(""));
            sum.add(entry);
        }
        return sum.hex();
    }

    private static String sequences(RegionView view) {
        DigestSum sum = new DigestSum();
        view.sequences().forEach((host, last) -> {
            ByteArrayDataOutput entry = ByteStreams.newDataOutput();
            write(entry, host.value());
            entry.writeLong(last);
            sum.add(entry);
        });
        return sum.hex();
    }

    private static String recentCommands(RegionView view) {
        DigestSum sum = new DigestSum();
        for (RecentCommands.Entry recent : view.recent().entries()) {
            ByteArrayDataOutput entry = ByteStreams.newDataOutput();
            entry.writeLong(recent.number());
            write(entry, recent.commandId().value());
            entry.writeInt(recent.position().partition());
            entry.writeLong(recent.position().offset());
            // Nothing is written for a command without a key, so that states without any keep their digest.
            recent.answered().ifPresent(answered -> {
                entry.writeLong(recent.position().timestampMs());
                entry.write(ReplyBytes.of(answered));
            });
            sum.add(entry);
        }
        return sum.hex();
    }

    private static ByteArrayDataOutput entry(String left, String right) {
        ByteArrayDataOutput entry = ByteStreams.newDataOutput();
        write(entry, left);
        write(entry, right);
        return entry;
    }

    private static void amounts(ByteArrayDataOutput entry, Map<ResourceClass, Long> amounts) {
        entry.writeInt(amounts.size());
        amounts.forEach((resourceClass, amount) -> {
            write(entry, resourceClass.name());
            entry.writeLong(amount);
        });
    }
}

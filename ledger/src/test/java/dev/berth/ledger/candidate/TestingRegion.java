package dev.berth.ledger.candidate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.CreateResourceClass;
import dev.berth.events.command.CreateResourceClass.IfExists;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ReplaceAggregates;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.ReplaceTraits;
import dev.berth.events.decision.Outcome;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A region made by commands from a text with a line a provider, below its parent and two spaces further in:
 *
 * <pre>
 * cn VCPU=16 MEMORY_MB=3/512 +HW_CPU_X86_VMX @rack1
 *   pf SRIOV_NET_VF=4[1..2,1]
 * </pre>
 *
 * The second has 3 of 512 used; the last takes requests of 1 to 2 in steps of 1. A plus names a trait, an at-sign an
 * aggregate.
 */
final class TestingRegion {
    private static final Pattern INVENTORY =
            Pattern.compile("(\\w+)=(?:(\\d+)/)?(\\d+)(?:-(\\d+))?(?:x([0-9.]+))?(?:\\[(\\d+)\\.\\.(\\d+),(\\d+)])?");

    private RegionView view = RegionView.empty(Region.DEFAULT);
    private long offset;
    private final Map<String, Line> lines = new LinkedHashMap<>();

    /** What a line says of a provider. */
    record Line(
            String name,
            ProviderId id,
            Optional<String> parent,
            TreeMap<ResourceClass, InventoryRecord> inventories,
            TreeMap<ResourceClass, Long> used,
            TreeSet<Trait> traits,
            TreeSet<AggregateId> aggregates) {}

    private TestingRegion() {}

    static TestingRegion of(String text) {
        TestingRegion region = new TestingRegion();
        List<String> above = new ArrayList<>();
        text.lines().filter(line -> !line.isBlank()).forEach(line -> {
            int level = (line.length() - line.stripLeading().length()) / 2;
            above.subList(level, above.size()).clear();
            Optional<String> parent = level == 0 ? Optional.empty() : Optional.of(above.get(level - 1));
            Line read = region.read(line.strip(), parent);
            above.add(read.name());
            region.lines.put(read.name(), read);
        });
        region.lines.values().forEach(region::make);
        return region;
    }

    private Line read(String line, Optional<String> parent) {
        String[] words = line.split(" +");
        Line read = new Line(
                words[0],
                new ProviderId(new UUID(0x1000, lines.size())),
                parent,
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeSet<>(),
                new TreeSet<>());
        for (int at = 1; at < words.length; at++) {
            if (words[at].startsWith("+")) {
                read.traits().add(Trait.of(words[at].substring(1)));
            } else if (words[at].startsWith("@")) {
                read.aggregates().add(aggregate(words[at].substring(1)));
            } else {
                readInventory(read, words[at]);
            }
        }
        return read;
    }

    private static void readInventory(Line line, String word) {
        Matcher matcher = INVENTORY.matcher(word);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "expected CLASS=used/total-reserved x ratio [min..max,step] but got " + word);
        }
        ResourceClass resourceClass = ResourceClass.of(matcher.group(1));
        long total = Long.parseLong(matcher.group(3));
        line.inventories()
                .put(
                        resourceClass,
                        new InventoryRecord(
                                total,
                                number(matcher.group(4), 0),
                                number(matcher.group(6), 1),
                                number(matcher.group(7), InventoryRecord.MAX_UNIT_DEFAULT),
                                number(matcher.group(8), 1),
                                matcher.group(5) == null ? 1.0 : Double.parseDouble(matcher.group(5))));
        if (matcher.group(2) != null && !matcher.group(2).equals("0")) {
            line.used().put(resourceClass, Long.parseLong(matcher.group(2)));
        }
    }

    private static long number(String text, long otherwise) {
        return text == null ? otherwise : Long.parseLong(text);
    }

    static AggregateId aggregate(String name) {
        return new AggregateId(UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    /** What is used is claimed before the inventory gets its final units, so that anything can be used. */
    private void make(Line line) {
        accept(new CreateProvider(
                command(),
                line.id(),
                line.name(),
                line.parent().map(parent -> lines.get(parent).id())));
        line.inventories().keySet().stream()
                .filter(ResourceClass::isCustom)
                .forEach(custom -> accept(new CreateResourceClass(command(), custom, IfExists.ACCEPT)));
        line.traits().stream().filter(Trait::isCustom).forEach(custom -> accept(new CreateTrait(command(), custom)));
        if (!line.used().isEmpty()) {
            TreeMap<ResourceClass, InventoryRecord> ample = new TreeMap<>();
            line.inventories().forEach((name, inventory) -> ample.put(name, InventoryRecord.of(Integer.MAX_VALUE)));
            accept(new ReplaceInventories(
                    command(), line.id(), OptionalLong.empty(), ImmutableSortedMap.copyOfSorted(ample)));
            Outcome claimed = claim(Allocations.of(line.id(), ImmutableSortedMap.copyOfSorted(line.used())));
            if (claimed.refusal().isPresent()) {
                throw new IllegalArgumentException("expected room for " + line + " but got " + claimed);
            }
        }
        accept(new ReplaceInventories(
                command(), line.id(), OptionalLong.empty(), ImmutableSortedMap.copyOfSorted(line.inventories())));
        accept(new ReplaceTraits(
                command(), line.id(), OptionalLong.empty(), ImmutableSortedSet.copyOfSorted(line.traits())));
        accept(new ReplaceAggregates(
                command(), line.id(), OptionalLong.empty(), ImmutableSortedSet.copyOfSorted(line.aggregates())));
    }

    RegionView view() {
        return view;
    }

    Iterable<Line> lines() {
        return lines.values();
    }

    /** The provider of that name; for a name that is not in the text, an id that nobody has. */
    ProviderId id(String name) {
        return lines.containsKey(name) ? lines.get(name).id() : new ProviderId(new UUID(0x9999, 0));
    }

    String name(ProviderId id) {
        return view.provider(id).orElseThrow().name();
    }

    /** Makes a claim of a new consumer; the region goes on from it. */
    Outcome claim(Allocations allocations) {
        return apply(claimOf(allocations));
    }

    /** What would come of a claim, with the region left as it is. */
    Outcome tryClaim(Allocations allocations) {
        return Ledger.decide(view, new Position(0, offset, offset), claimOf(allocations));
    }

    Command claimOf(Allocations allocations) {
        return new ClaimAllocations(
                command(),
                ImmutableList.of(new ConsumerClaim(
                        new ConsumerId(new UUID(0x2000, offset)),
                        ExpectedConsumer.ABSENT,
                        "project",
                        "user",
                        Optional.empty(),
                        allocations)));
    }

    CommandId command() {
        return new CommandId(new UUID(0x3000, ++offset));
    }

    private void accept(Command command) {
        Outcome outcome = apply(command);
        if (outcome.refusal().isPresent()) {
            throw new IllegalArgumentException("expected " + command + " to be accepted but got " + outcome);
        }
    }

    Outcome apply(Command command) {
        Ledger.Step step = Ledger.apply(view, new Position(0, offset, offset), command);
        view = step.after();
        return step.decision().outcome();
    }
}

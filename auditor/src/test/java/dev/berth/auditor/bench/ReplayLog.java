package dev.berth.auditor.bench;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.log.Partitions;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ConsumerType;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * One partition of a log as a busy region writes it, with its decisions, all as bytes: hosts with three classes each,
 * then claims of one consumer, releases, and between them now and then a command that claims for 400 consumers. The
 * same for the same seed, but for the ids of its schemas.
 */
final class ReplayLog {
    private static final int PROVIDERS = 1_000;
    private static final int PROJECTS = 50;
    private static final String USER = "a1b2c3d4e5f60718293a4b5c6d7e8f90";
    private static final int CONSUMERS_AT_ONCE = 400;

    /** So many commands come to one for 400 consumers. */
    private static final int RARITY = 117;

    private static final ImmutableSortedMap<ResourceClass, Long> AMOUNTS = ImmutableSortedMap.of(
            ResourceClass.of("VCPU"), 2L, ResourceClass.of("MEMORY_MB"), 2048L, ResourceClass.of("DISK_GB"), 20L);

    private final SplittableRandom random;
    private final List<String> projects = new ArrayList<>();
    private final List<ConsumerId> holders = new ArrayList<>();
    private final List<byte[]> records = new ArrayList<>();
    private final List<byte[]> decisions = new ArrayList<>();
    private final Region region;
    private final CommandCodec commandCodec;
    private final DecisionCodec decisionCodec;
    private final int partition;
    private final long beganMs;
    private RegionFold fold;
    private long claims;

    private ReplayLog(SchemaRegistry registry, LogId log, Region region, int partition, long beganMs) {
        this.random = new SplittableRandom(partition);
        this.region = region;
        this.commandCodec = new CommandCodec(registry);
        this.decisionCodec = new DecisionCodec(registry);
        this.partition = partition;
        this.beganMs = beganMs;
        this.fold = RegionFold.of(RegionView.empty(log, region));
    }

    /**
     * A log of so many commands.
     *
     * @param partitions how many the topic has
     * @param beganMs when its first record was appended; the others follow by one millisecond
     */
    static ReplayLog of(SchemaRegistry registry, LogId log, int partition, int partitions, int commands, long beganMs) {
        ReplayLog made = new ReplayLog(registry, log, regionIn(partition, partitions), partition, beganMs);
        made.provide();
        while (made.records.size() < commands) {
            made.append(made.records.size() % RARITY == 0 ? made.claim(CONSUMERS_AT_ONCE) : made.small());
        }
        made.fold = null;
        return made;
    }

    private static Region regionIn(int partition, int partitions) {
        for (int i = 0; ; i++) {
            Region region = new Region("r" + i);
            if (Partitions.of(region, partitions) == partition) {
                return region;
            }
        }
    }

    private void provide() {
        for (int i = 0; i < PROJECTS; i++) {
            projects.add(id().toString().replace("-", ""));
        }
        for (int i = 0; i < PROVIDERS; i++) {
            append(new CreateProvider(commandId(), provider(i), "cn" + i, Optional.empty()));
            ImmutableSortedMap.Builder<ResourceClass, InventoryRecord> inventories = ImmutableSortedMap.naturalOrder();
            AMOUNTS.keySet().forEach(name -> inventories.put(name, InventoryRecord.of(Integer.MAX_VALUE)));
            append(new ReplaceInventories(commandId(), provider(i), OptionalLong.of(0), inventories.build()));
        }
    }

    /** A release in a third of the cases. */
    private Command small() {
        if (holders.isEmpty() || random.nextInt(3) > 0) {
            return claim(1);
        }
        claims++;
        int at = random.nextInt(holders.size());
        ConsumerId leaving = holders.get(at);
        ConsumerId last = holders.remove(holders.size() - 1);
        if (!last.equals(leaving)) {
            holders.set(at, last);
        }
        return new ReleaseAllocations(commandId(), leaving);
    }

    private Command claim(int consumers) {
        ImmutableList.Builder<ConsumerClaim> all = ImmutableList.builder();
        for (int i = 0; i < consumers; i++) {
            ConsumerId consumer = new ConsumerId(id());
            holders.add(consumer);
            all.add(new ConsumerClaim(
                    consumer,
                    ExpectedConsumer.ABSENT,
                    projects.get(random.nextInt(PROJECTS)),
                    USER,
                    Optional.of(new ConsumerType("INSTANCE")),
                    Allocations.of(provider(random.nextInt(PROVIDERS)), AMOUNTS)));
        }
        claims += consumers;
        return new ClaimAllocations(commandId(), all.build());
    }

    private void append(Command command) {
        byte[] record = commandCodec.encode(command);
        RegionFold.Taken taken = fold.take(commandCodec.decode(position(records.size()), record));
        fold = taken.after();
        records.add(record);
        for (Decision decision : taken.decisions()) {
            if (!(decision.outcome() instanceof Outcome.Accepted)) {
                throw new IllegalStateException("expected to be granted but got " + decision);
            }
            decisions.add(decisionCodec.encode(decision));
        }
    }

    private static ProviderId provider(int number) {
        return new ProviderId(new UUID(0x1234_5678_9abc_4defL, 0x8000_0000_0000_0000L | number * 0x9e37_79b9_7f4aL));
    }

    private CommandId commandId() {
        return new CommandId(id());
    }

    private UUID id() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    Region region() {
        return region;
    }

    Position position(int offset) {
        return new Position(partition, offset, beganMs + offset);
    }

    int partition() {
        return partition;
    }

    /** The values of the records, from offset 0 on. */
    List<byte[]> records() {
        return records;
    }

    /** What was decided of each, in the same order. */
    List<byte[]> decisions() {
        return decisions;
    }

    /** How often a consumer's allocations were claimed or released. */
    long claims() {
        return claims;
    }
}

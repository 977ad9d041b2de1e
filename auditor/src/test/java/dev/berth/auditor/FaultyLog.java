package dev.berth.auditor;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.embedded.EmbeddedKafka;
import dev.berth.embedded.EmbeddedRegistry;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.Command;
import dev.berth.events.command.CommandKind;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Rejection;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.scenario.RandomCommands;
import dev.berth.ledger.scenario.Symbols;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A log on a real broker with one region for each way in which a service may have gone wrong, the decisions of one that
 * has, and one that says what is not so.
 */
final class FaultyLog implements AutoCloseable {
    static final int PARTITIONS = 3;
    static final int LENGTH = 60;
    static final int AT = 25;

    static final Region HONEST = new Region("honest");
    static final Region OTHER_OUTCOME = new Region("other-outcome");
    static final Region OTHER_RULES = new Region("other-rules");
    static final Region OTHER_TIME = new Region("other-time");
    static final Region OTHER_CHAIN = new Region("other-chain");
    static final Region OTHER_HISTORY = new Region("other-history");
    static final Region REWRITTEN = new Region("rewritten");
    static final Region MISSING = new Region("missing");
    static final Region MISSING_LAST = new Region("missing-last");
    static final Region REPEATED = new Region("repeated");
    static final Region UNFOUNDED = new Region("unfounded");
    static final Region UNREADABLE = new Region("unreadable");
    static final Region STANDING = new Region("standing");
    static final Region SKIPPED = new Region("skipped");
    static final Region DRIFTED = new Region("drifted");
    static final Region WENT_ON = new Region("went-on");
    static final Region BEHIND = new Region("behind");

    final KafkaConnection connection;
    final SchemaRegistry registry;
    final TestingService service;
    private final EmbeddedKafka kafka;
    private final EmbeddedRegistry embeddedRegistry;

    FaultyLog(Path directory) {
        kafka = EmbeddedKafka.start(directory);
        embeddedRegistry = EmbeddedRegistry.start(kafka.bootstrapServers());
        connection = KafkaConnection.to(kafka.bootstrapServers());
        registry = SchemaRegistry.connect(embeddedRegistry.url());
        registry.registerSchemas();
        TopicAdmin.ensure(connection, PARTITIONS, 1);
        service = new TestingService(connection, registry);

        service.record(
                OTHER_OUTCOME, (n, decision) -> List.of(service.encoded(n == AT ? refused(decision) : decision)));
        service.record(
                OTHER_RULES, (n, decision) -> List.of(service.encoded(n == AT ? byOtherRules(decision) : decision)));
        service.record(OTHER_TIME, (n, decision) -> List.of(service.encoded(n == AT ? earlier(decision) : decision)));
        service.record(
                OTHER_CHAIN,
                (n, decision) -> List.of(service.encoded(n == AT || n == AT + 10 ? unchained(decision) : decision)));
        service.record(
                OTHER_HISTORY, (n, decision) -> List.of(service.encoded(n >= AT ? unchained(decision) : decision)));
        service.record(
                REWRITTEN,
                (n, decision) -> List.of(service.encoded(
                        n == AT ? unchained(refused(decision)) : n > AT ? unchained(decision) : decision)));
        service.record(MISSING, (n, decision) -> n == AT ? List.of() : List.of(service.encoded(decision)));
        service.record(MISSING_LAST, (n, decision) -> n >= LENGTH - 1 ? List.of() : List.of(service.encoded(decision)));
        service.record(
                REPEATED,
                (n, decision) -> n == AT
                        ? List.of(service.encoded(decision), service.encoded(decision))
                        : List.of(service.encoded(decision)));
        service.record(
                UNREADABLE, (n, decision) -> List.of(n == AT ? new byte[] {1, 2, 3} : service.encoded(decision)));

        for (Region region : List.of(
                HONEST,
                OTHER_OUTCOME,
                OTHER_RULES,
                OTHER_TIME,
                OTHER_CHAIN,
                OTHER_HISTORY,
                REWRITTEN,
                MISSING,
                MISSING_LAST,
                REPEATED,
                UNFOUNDED,
                UNREADABLE,
                DRIFTED,
                BEHIND)) {
            service.append(region, commands(region, LENGTH));
        }
        for (Region region : List.of(STANDING, SKIPPED, WENT_ON)) {
            List<Command> commands = commands(region, LENGTH);
            service.append(region, commands.subList(0, AT));
            service.appendRaw(Partitions.key(region), new byte[] {7});
            service.append(region, commands.subList(AT, LENGTH));
        }
        service.appendRaw(null, new byte[] {7});
        service.decide();
        long bad = service.fold(SKIPPED).stop().orElseThrow().position().offset();
        service.append(SKIPPED, List.of(new SkipRecord(new CommandId(new UUID(1, 1)), bad)));
        for (long offset : List.of(3L, 1_000_000L)) {
            service.recordRaw(
                    UNFOUNDED,
                    service.encoded(new Decision(
                            new Position(Partitions.of(UNFOUNDED, PARTITIONS), offset, 5),
                            new CommandId(new UUID(2, 2)),
                            CommandKind.DELETE_PROVIDER,
                            1,
                            Outcome.accepted(),
                            Sha256.NONE)));
        }
        service.append(UNFOUNDED, List.of(new SkipRecord(new CommandId(new UUID(3, 3)), 0)));
        service.decide();
    }

    @Override
    public void close() {
        service.close();
        registry.close();
        embeddedRegistry.close();
        kafka.close();
    }

    AuditTarget target(LiveService live) {
        return new AuditTarget(connection, registry, Optional.of(live), Duration.ofMillis(500));
    }

    /** Without a service, and without waiting for one. */
    AuditTarget alone() {
        return new AuditTarget(connection, registry, Optional.empty(), Duration.ZERO);
    }

    LiveService lying() {
        return new LyingService();
    }

    static List<Command> commands(Region region, int length) {
        // Each once: a repetition is not counted among a region's decided commands.
        return RandomCommands.log(region.name().hashCode(), 2 * length, new Symbols()).stream()
                .distinct()
                .limit(length)
                .toList();
    }

    private static Decision refused(Decision decision) {
        return new Decision(
                decision.position(),
                decision.commandId(),
                decision.commandKind(),
                decision.rulesVersion(),
                Outcome.refused(Refusal.of(Rejection.NOT_STOPPED_THERE).with(Refusal.Fact.REQUESTED, "forged")),
                decision.chain());
    }

    private static Decision byOtherRules(Decision decision) {
        return new Decision(
                decision.position(),
                decision.commandId(),
                decision.commandKind(),
                7,
                decision.outcome(),
                decision.chain());
    }

    /** As a forger would write it who does not know the records before it. */
    private static Decision unchained(Decision decision) {
        return new Decision(
                decision.position(),
                decision.commandId(),
                decision.commandKind(),
                decision.rulesVersion(),
                decision.outcome(),
                Sha256.of(decision.chain().bytes()));
    }

    private static Decision earlier(Decision decision) {
        Position position = decision.position();
        return new Decision(
                new Position(position.partition(), position.offset(), position.timestampMs() - 1),
                decision.commandId(),
                decision.commandKind(),
                decision.rulesVersion(),
                decision.outcome(),
                decision.chain());
    }

    /** Says of some regions what is not so. */
    private final class LyingService implements LiveService {
        @Override
        public SortedSet<Region> regions() {
            return service.regions();
        }

        @Override
        public LiveState state(Region region) {
            LiveState state = service.state(region);
            if (region.equals(DRIFTED)) {
                TreeMap<String, String> sections = new TreeMap<>(state.sections());
                sections.put("USAGE", "0123");
                return new LiveState(state.decided(), ImmutableSortedMap.copyOfSorted(sections), state.stoppedAt());
            }
            if (region.equals(WENT_ON)) {
                return new LiveState(state.decided(), state.sections(), OptionalLong.empty());
            }
            return region.equals(BEHIND)
                    ? new LiveState(state.decided() - 1, state.sections(), state.stoppedAt())
                    : state;
        }
    }
}

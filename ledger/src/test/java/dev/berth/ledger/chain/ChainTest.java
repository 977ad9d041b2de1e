package dev.berth.ledger.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.CommandKind;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Rejection;
import dev.berth.events.event.AllocationsClaimed;
import dev.berth.events.event.InventoriesReplaced;
import dev.berth.events.event.ProviderCreated;
import dev.berth.events.event.TraitsReplaced;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Sha256;
import dev.berth.events.model.Trait;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The hashes here are frozen: anyone who has kept the head of a chain must find it again in every later program. */
public class ChainTest {
    private static final Region EAST = new Region("east");
    private static final LogId LOG = new LogId("Wl2EzpwoTpi3AFzSoQDEMA");
    private static final ProviderId PROVIDER = new ProviderId(new UUID(1, 2));
    private static final Sha256 RECORD = Sha256.of("a record".getBytes(StandardCharsets.UTF_8));
    private static final Outcome CREATED = Outcome.accepted(new ProviderCreated(PROVIDER, "cn1", Optional.empty()));

    /** The bytes as the layout of {@link CanonicalBytes} has them, put together by hand. */
    @Test
    void beginsWithTheLogAndTheRegion() {
        String bytes = "01 73 00000005 6265727468 73 00000016 576c32457a70776f54706933 41467a536f5144454d41"
                + " 73 00000004 65617374";
        assertThat(Chain.of(LOG, EAST).head())
                .isEqualTo(Sha256.of(HexFormat.of().parseHex(bytes.replace(" ", ""))));
        assertThat(Set.of(Chain.of(LOG, EAST), Chain.of(LOG, new Region("west")), Chain.of(new LogId("other"), EAST)))
                .hasSize(3);
    }

    @Test
    void hashesWhatIsDecidedAsItAlwaysDid() {
        Outcome claimed = Outcome.accepted(
                new InventoriesReplaced(
                        PROVIDER,
                        1,
                        ImmutableSortedMap.of(ResourceClass.of("VCPU"), new InventoryRecord(8, 1, 1, 4, 1, 16.0))),
                new TraitsReplaced(PROVIDER, 2, ImmutableSortedSet.of(Trait.of("CUSTOM_FAST"))),
                new AllocationsClaimed(
                        new ConsumerId(new UUID(3, 4)),
                        1,
                        "project",
                        "user",
                        Optional.empty(),
                        Allocations.of(PROVIDER, ResourceClass.of("VCPU"), 2),
                        Optional.empty()));
        Outcome refused =
                Outcome.refused(Refusal.of(Rejection.PROVIDER_NOT_FOUND).with(Refusal.Fact.PROVIDER, PROVIDER));
        assertThat(List.of(CREATED, claimed, refused))
                .extracting(
                        outcome -> after(Chain.of(LOG, EAST), outcome).head().toString())
                .containsExactly(
                        "28e20ccee6a75aca94d0b7371b70789eedb90b7ddd756f35b277794378782c1e",
                        "86f24f38c461d424fa8ce2fa681fa7071c5cedcde8f84514192a43b2b19630e5",
                        "f3659b27bd98d7dcae078e2b2392057b486b735bd8e74b9e9482ef947b112346");
    }

    @Test
    void tellsEachPartOfADecision() {
        Chain before = Chain.of(LOG, EAST);
        Position position = new Position(3, 7, 1000);
        CommandId id = new CommandId(new UUID(5, 6));
        CommandKind kind = CommandKind.CREATE_PROVIDER;
        List<Chain> chains = List.of(
                before.with(EAST, position, RECORD, id, kind, 1, CREATED),
                before.with(new Region("west"), position, RECORD, id, kind, 1, CREATED),
                before.with(EAST, new Position(2, 7, 1000), RECORD, id, kind, 1, CREATED),
                before.with(EAST, new Position(3, 8, 1000), RECORD, id, kind, 1, CREATED),
                before.with(EAST, new Position(3, 7, 1001), RECORD, id, kind, 1, CREATED),
                before.with(EAST, position, Sha256.NONE, id, kind, 1, CREATED),
                before.with(EAST, position, RECORD, new CommandId(new UUID(5, 7)), kind, 1, CREATED),
                before.with(EAST, position, RECORD, id, CommandKind.CREATE_TRAIT, 1, CREATED),
                before.with(EAST, position, RECORD, id, kind, 2, CREATED),
                before.with(EAST, position, RECORD, id, kind, 1, Outcome.accepted()),
                after(before, CREATED).with(EAST, position, RECORD, id, kind, 1, CREATED));
        assertThat(new HashSet<>(chains)).hasSameSizeAs(chains);
    }

    /** Two lists of texts that are the same when written one after the other. */
    @Test
    void doesNotTakeOneValueForAnother() {
        assertThat(new CanonicalBytes().put("ab").put("c").sha256())
                .isNotEqualTo(new CanonicalBytes().put("a").put("bc").sha256());
        assertThat(new CanonicalBytes().put(1).sha256())
                .isNotEqualTo(new CanonicalBytes().put("1").sha256());
    }

    /** An optional component that a later program puts at the end of a record, and that an old decision has not. */
    @Test
    void leavesOutWhatIsEmptySoThatRecordsMayGrow() {
        assertThat(new CanonicalBytes()
                        .put(new Before("cn1", ImmutableList.of()))
                        .sha256())
                .isEqualTo(new CanonicalBytes()
                        .put(new Grown("cn1", ImmutableList.of(), Optional.empty()))
                        .sha256())
                .isNotEqualTo(new CanonicalBytes()
                        .put(new Grown("cn1", ImmutableList.of(), Optional.of("me")))
                        .sha256());
    }

    public record Before(String name, ImmutableList<String> tags) {}

    public record Grown(String name, ImmutableList<String> tags, Optional<String> owner) {}

    private static Chain after(Chain before, Outcome outcome) {
        return before.with(
                EAST,
                new Position(3, 6, 999),
                RECORD,
                new CommandId(new UUID(5, 5)),
                CommandKind.CREATE_PROVIDER,
                1,
                outcome);
    }
}

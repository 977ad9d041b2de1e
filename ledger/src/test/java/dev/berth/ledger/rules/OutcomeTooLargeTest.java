package dev.berth.ledger.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.DeviceClaim;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Rejection;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Limits;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.DeviceTables;
import dev.berth.ledger.state.RegionView;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Commands of which more would follow than one record of berth.decisions can hold. */
final class OutcomeTooLargeTest {
    private static final ResourceClass VCPU = ResourceClass.of("VCPU");
    private static final ImmutableList<ProviderId> HOSTS = LongStream.rangeClosed(1, 3)
            .mapToObj(i -> new ProviderId(new UUID(0, i)))
            .collect(ImmutableList.toImmutableList());
    private static final int CONSUMERS = 3;
    /** What one claim can choose by itself. */
    private static final int DEVICES = 1_000;

    private RegionFold fold = RegionFold.of(RegionView.empty(Region.DEFAULT));
    private int offset;

    /** The ids of the requests are as long as may be, so the devices that serve them fill a record. */
    @Test
    void refusesACommandWhoseDecisionNoRecordCouldHoldAndTakesItInParts() {
        HOSTS.forEach(this::report);
        DeviceTables before = fold.view().devices();
        ImmutableList<ConsumerClaim> all =
                HOSTS.stream().flatMap(host -> wantsOf(host).stream()).collect(ImmutableList.toImmutableList());

        Refusal refusal =
                take(new ClaimAllocations(command(), all)).outcome().refusal().orElseThrow();
        assertThat(refusal.rejection()).isEqualTo(Rejection.OUTCOME_TOO_LARGE);
        assertThat(refusal.fact(Fact.LIMIT)).contains(Integer.toString(Limits.OUTCOME_BYTES_MAX));
        assertThat(Long.parseLong(refusal.fact(Fact.ACTUAL).orElseThrow())).isGreaterThan(Limits.OUTCOME_BYTES_MAX);
        assertThat(fold.stop()).isEmpty();
        assertThat(fold.view().devices()).isSameAs(before);

        for (ProviderId host : HOSTS) {
            assertThat(take(new ClaimAllocations(command(), wantsOf(host)))
                            .outcome()
                            .refusal())
                    .isEmpty();
            assertThat(fold.view().devices().heldBy(holder(host, 1), host)).hasSize(DEVICES);
        }
    }

    private void report(ProviderId host) {
        ImmutableList<PciDevice> devices = IntStream.range(0, CONSUMERS * DEVICES)
                .mapToObj(OutcomeTooLargeTest::device)
                .collect(ImmutableList.toImmutableList());
        ReportedProvider root = new ReportedProvider(
                host,
                host.toString(),
                Optional.empty(),
                ImmutableSortedMap.of(VCPU, InventoryRecord.of(CONSUMERS)),
                ImmutableSortedSet.of());
        assertThat(take(new ReportHost(command(), host, ImmutableList.of(root), ImmutableSortedMap.of(), devices))
                        .outcome()
                        .refusal())
                .isEmpty();
    }

    private static PciDevice device(int number) {
        return new PciDevice(
                new PciAddress(0, number / 256, number / 8 % 32, number % 8),
                "8086",
                "10ed",
                DeviceType.PCI,
                Optional.empty(),
                OptionalInt.empty(),
                ImmutableSortedMap.of(),
                ImmutableSortedMap.of(),
                Optional.empty());
    }

    private static ImmutableList<ConsumerClaim> wantsOf(ProviderId host) {
        return IntStream.range(0, CONSUMERS).mapToObj(i -> wants(host, i)).collect(ImmutableList.toImmutableList());
    }

    private static ConsumerClaim wants(ProviderId host, int consumer) {
        DeviceRequest request = new DeviceRequest(
                "\uD83D\uDE00".repeat(Limits.REQUEST_ID_LENGTH_MAX),
                DEVICES,
                Optional.empty(),
                ImmutableList.of(PciAlternative.of("vendor_id", "8086")),
                ImmutableSortedMap.of(),
                Optional.empty());
        return new ConsumerClaim(
                        holder(host, consumer),
                        ExpectedConsumer.ABSENT,
                        "project",
                        "user",
                        Optional.empty(),
                        Allocations.of(host, VCPU, 1))
                .withDevices(new DeviceClaim(host, ImmutableSortedSet.of(), ImmutableList.of(request)));
    }

    private static ConsumerId holder(ProviderId host, int number) {
        return new ConsumerId(new UUID(number + 1, host.value().getLeastSignificantBits()));
    }

    private Decision take(Command command) {
        Position position = new Position(0, offset++, offset);
        RegionFold.Taken taken = fold.take(new LogEntry.Readable(position, command, Sha256.NONE));
        fold = taken.after();
        return taken.decisions().get(0);
    }

    private CommandId command() {
        return new CommandId(new UUID(2, offset));
    }
}

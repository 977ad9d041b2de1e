package dev.berth.ledger.claim;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateFlavor;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.DeviceClaim;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.LogEntry;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Rejection;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Limits;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RegionView;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What a flavor and a claim may each have can be too much together; then the claim is refused, and its region goes on.
 */
class MeantRequestsTest {
    private static final ProviderId HOST = new ProviderId(new UUID(0, 1));
    private static final ConsumerId GUEST = new ConsumerId(new UUID(0, 2));
    private static final String LONG_TEXT = "y".repeat(Limits.ATTRIBUTE_LENGTH_MAX);

    private RegionFold fold = RegionFold.of(RegionView.empty(Region.DEFAULT));
    private int offset;

    MeantRequestsTest() {
        take(new CreateProvider(id(), HOST, "cn", Optional.empty()));
    }

    @Test
    void refusesExtraAttributesThatDoNotFitIntoAnAlternativeOfTheFlavor() {
        flavor("wide", texts(Limits.ATTRIBUTES_MAX, "x"));
        assertRefused(claim(request(0, "wide", texts(1, "x"))), "at most", false);
        assertRefused(
                claim(request(0, "wide", ImmutableSortedMap.of("other", AttributeValue.of("x")))),
                "at most 64 attributes of an alternative of PCI devices but got 65",
                true);
    }

    @Test
    void refusesMembersThatDoNotFitIntoAnAttributeOfTheFlavor() {
        AttributeValue full = members(Limits.ATTRIBUTES_MAX);
        flavor("list", ImmutableSortedMap.of("tag", full));
        assertRefused(
                claim(request(0, "list", ImmutableSortedMap.of("tag", members(1)))),
                "at most 64 members of an attribute of an alternative of PCI devices but got 65",
                true);
    }

    @Test
    void refusesRequestsThatComeToMoreByTheirFlavorsThanADecisionMayHold() {
        flavor("large", texts(Limits.ATTRIBUTES_MAX, LONG_TEXT));
        DeviceRequest[] requests = IntStream.range(0, 16)
                .mapToObj(i -> request(i, "large", ImmutableSortedMap.of()))
                .toArray(DeviceRequest[]::new);
        assertRefused(
                claim(requests), "at most 1048576 characters in the attributes that the requests for devices of", true);
        assertRefused(claim(requests[0]), "characters", false);
    }

    private void assertRefused(Command claim, String reason, boolean isReason) {
        RegionFold.Taken taken = take(claim);
        assertThat(taken.after().stop()).isEmpty();
        Outcome outcome = taken.decisions().get(0).outcome();
        Refusal refusal = outcome.refusal().orElseThrow();
        assertThat(refusal.rejection()).isEqualTo(Rejection.REQUESTS_NOT_SERVED);
        assertThat(refusal.fact(Refusal.Fact.REASON).orElseThrow().contains(reason))
                .as("%s", refusal)
                .isEqualTo(isReason);
    }

    private static DeviceRequest request(int number, String flavor, ImmutableSortedMap<String, AttributeValue> extra) {
        return new DeviceRequest("r" + number, 1, Optional.of(flavor), ImmutableList.of(), extra, Optional.empty());
    }

    private static ImmutableSortedMap<String, AttributeValue> texts(int count, String text) {
        TreeMap<String, AttributeValue> attributes = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            attributes.put("a" + i, AttributeValue.of(text));
        }
        return ImmutableSortedMap.copyOf(attributes);
    }

    private static AttributeValue members(int count) {
        return new AttributeValue.Many(IntStream.range(0, count)
                .<AttributeValue>mapToObj(i -> AttributeValue.of("m" + i))
                .collect(ImmutableList.toImmutableList()));
    }

    private void flavor(String name, ImmutableSortedMap<String, AttributeValue> attributes) {
        take(new CreateFlavor(
                id(),
                new PciFlavor(
                        name,
                        ImmutableList.of(new PciAlternative(attributes)),
                        Optional.empty(),
                        Optional.empty(),
                        0)));
    }

    private Command claim(DeviceRequest... requests) {
        return new ClaimAllocations(
                id(),
                ImmutableList.of(new ConsumerClaim(
                        GUEST,
                        ExpectedConsumer.UNCHECKED,
                        "p",
                        "u",
                        Optional.empty(),
                        Allocations.NONE,
                        Optional.of(new DeviceClaim(HOST, ImmutableSortedSet.of(), ImmutableList.copyOf(requests))),
                        Optional.empty())));
    }

    private RegionFold.Taken take(Command command) {
        RegionFold.Taken taken = fold.take(new LogEntry.Readable(new Position(0, offset++, 0), command, Sha256.NONE));
        fold = taken.after();
        assertThat(taken.decisions()).hasSize(1);
        return taken;
    }

    private CommandId id() {
        return new CommandId(new UUID(7, offset));
    }
}

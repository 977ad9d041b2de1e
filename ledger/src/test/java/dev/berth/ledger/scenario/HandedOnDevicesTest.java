package dev.berth.ledger.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.ledger.claim.DeviceRoom;
import java.util.AbstractList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Departed devices of one card that go from one consumer to another. Counted are looks at claims, not time. */
final class HandedOnDevicesTest {
    private static final int MOVED = 100;
    private static final int OTHERS = 100;

    @Test
    void looksAtEachClaimAFewTimesHoweverManyDevicesAreHandedOn() {
        Scenario scenario = Scenario.play(List.of(
                "report dev1 VCPU=8 and gone1 under dev1 CUSTOM_GPU=200 offers "
                        + IntStream.range(0, MOVED + OTHERS)
                                .mapToObj(n -> String.format("05:%02x.%x/resource_class=CUSTOM_GPU", n / 8, n % 8))
                                .collect(Collectors.joining(" "))
                        + " -> ok",
                "claim guest@- gone1:CUSTOM_GPU=" + MOVED + others("@-") + " -> ok",
                "report dev1 VCPU=8 -> ok"));
        assertThat(scenario.failures()).isEmpty();
        Symbols symbols = new Symbols();
        // The others hold all that they may, so that none of them is an heir.
        ClaimAllocations command = (ClaimAllocations) new CommandReader(symbols)
                .read(
                        symbols.command("move"),
                        "claim" + others("@1").substring(4) + " and guest@1 and trip@- gone1:CUSTOM_GPU=" + MOVED);
        CountedClaims claims = new CountedClaims(command.claims());
        DeviceRoom room = new DeviceRoom(scenario.view());
        assertThat(room.shortage(claims)).isEmpty();
        assertThat(room.devices().heldBy(symbols.consumer("trip"), symbols.provider("dev1")))
                .hasSize(MOVED);
        assertThat(claims.looks).isLessThan(10 * claims.size());
    }

    private static String others(String generation) {
        return IntStream.range(0, OTHERS)
                .mapToObj(n -> " and other" + n + generation + " gone1:CUSTOM_GPU=1")
                .collect(Collectors.joining());
    }

    private static final class CountedClaims extends AbstractList<ConsumerClaim> {
        private final List<ConsumerClaim> claims;
        private int looks;

        CountedClaims(List<ConsumerClaim> claims) {
            this.claims = claims;
        }

        @Override
        public ConsumerClaim get(int index) {
            looks++;
            return claims.get(index);
        }

        @Override
        public int size() {
            return claims.size();
        }
    }
}

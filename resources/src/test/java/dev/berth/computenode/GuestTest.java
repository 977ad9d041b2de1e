package dev.berth.computenode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.resource.integer.IntegerInventory;
import dev.berth.resource.integer.IntegerResource;
import java.util.List;
import java.util.OptionalDouble;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class GuestTest {
    private static final long MUCH = 1_000_000;

    @Test
    void roundsSwapUpForTheAllocationAndDownForTheRecord() {
        Guest guest = new Guest(2, 0, 4096, 20, 10, 1025, Guest.Boot.NODE);

        assertThat(guest.amounts()).hasToString(text("DISK_GB=32, MEMORY_MB=4096, VCPU=2"));
        assertThat(guest.recordedDiskGb()).isEqualTo(31);
    }

    @Test
    void takesNoRootDiskWhenBootedFromAVolume() {
        assertThat(new Guest(2, 0, 4096, 20, 0, 0, Guest.Boot.VOLUME).amounts())
                .hasToString(text("MEMORY_MB=4096, VCPU=2"));
    }

    @Test
    void takesPinnedCpusOfTheirOwnClass() {
        assertThat(new Guest(1, 3, 1024, 0, 0, 0, Guest.Boot.NODE).amounts())
                .hasToString(text("MEMORY_MB=1024, PCPU=3, VCPU=1"));
    }

    @Property
    void leavesRecordAndInventoriesAgreeingButForAGigabyteAGuest(
            @ForAll("guests") List<Guest> guests, @ForAll("reserves") ComputeNodeSettings settings) {
        LegacyStock stock = new LegacyStock(MUCH, 7, OptionalDouble.of(1.0));

        ComputeNode audited = new ComputeNode(stock, stock, stock).audit(guests, settings);

        assertThat(used(audited, settings, IntegerResource.VCPU)).isEqualTo(sum(guests, IntegerResource.VCPU));
        assertThat(used(audited, settings, IntegerResource.MEMORY_MB))
                .isEqualTo(sum(guests, IntegerResource.MEMORY_MB));
        assertThat(sum(guests, IntegerResource.DISK_GB) - used(audited, settings, IntegerResource.DISK_GB))
                .isBetween(0L, (long) guests.size());
    }

    private static long used(ComputeNode node, ComputeNodeSettings settings, IntegerResource resource) {
        return ((IntegerInventory) node.getInventories(settings).get(resource).orElseThrow()).used();
    }

    private static long sum(List<Guest> guests, IntegerResource resource) {
        return guests.stream()
                .filter(guest -> guest.amounts().containsKey(resource))
                .mapToLong(guest -> guest.amounts().get(resource).value())
                .sum();
    }

    @Provide
    Arbitrary<List<Guest>> guests() {
        Arbitrary<Long> small = Arbitraries.longs().between(0, 3000);
        return Combinators.combine(small, small, small, small, small, Arbitraries.of(Guest.Boot.class))
                .as((vcpus, memoryMb, rootGb, ephemeralGb, swapMb, boot) ->
                        new Guest(vcpus, 0, memoryMb, rootGb, ephemeralGb, swapMb, boot))
                .list()
                .ofMaxSize(20);
    }

    @Provide
    Arbitrary<ComputeNodeSettings> reserves() {
        Arbitrary<Long> reserves = Arbitraries.longs().between(0, 3000);
        return Combinators.combine(reserves, reserves, reserves).as(ComputeNodeSettings::withReserves);
    }

    private static String text(String amounts) {
        return "{" + amounts.replaceAll("([A-Z_]+)=", "IntegerResource[resourceClass=$1]=") + "}";
    }
}

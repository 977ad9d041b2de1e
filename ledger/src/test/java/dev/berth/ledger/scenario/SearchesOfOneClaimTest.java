package dev.berth.ledger.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.decision.Refusal.Fact;
import dev.berth.resource.StepBudget;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Claims for cells and devices together that no search comes to the end of: one search for devices in each of many for
 * cells.
 */
final class SearchesOfOneClaimTest {
    private static final int CARDS = 16;
    private static final int CELLS = 24;

    private static final String CELLS_OF_GUEST = " numa cn1 0:64 1:64 2:64 3:64";

    private static final String GIVEN_UP = "the search was given up after " + StepBudget.DECISION_STEPS + " steps";

    @Test
    void refusesCellsNearWhichNoDevicesWereFound() {
        // Four cells have four of these near them at most, and no set of four is like another.
        String devices = "claim vm1@- cn1:VCPU=4 pci cn1 a=4*dev_type=type-PF/preferred b=5*t=rare/required";
        assertThat(reasonToRefuse(
                        host(),
                        devices + CELLS_OF_GUEST + " -> CELLS_NOT_FITTED consumer=vm1 host=cn1",
                        devices + " -> ok"))
                .isEqualTo("the 4 cells of the guest were not found to fit on the 24 cells of the host: " + GIVEN_UP);
    }

    @Test
    void refusesDevicesThatAreInTheWayOfEachOtherWhateverTheCells() {
        // Of sixteen functions eight go with the cards that are taken, so nine are never left.
        String devices = "claim vm1@- cn1:VCPU=4 pci cn1 a=8*dev_type=type-PF/preferred b=%d*t=rare/preferred";
        assertThat(reasonToRefuse(
                        host(),
                        String.format(devices, 9) + CELLS_OF_GUEST + " -> REQUESTS_NOT_SERVED consumer=vm1 host=cn1",
                        String.format(devices, 8) + CELLS_OF_GUEST + " -> ok"))
                .contains("the search was given up after");
    }

    /** Each card has functions on cells of their own, of which one is rare. */
    private static String host() {
        String devices = IntStream.range(0, CARDS)
                .mapToObj(card -> {
                    String bus = String.format("%02x", 0x10 + card);
                    return bus + ":00.0/type=PF "
                            + IntStream.range(0, CELLS)
                                    .mapToObj(n -> String.format(
                                            "%s:%02x.%x/type=VF/parent=%s:00.0/numa=%d/t=%s",
                                            bus, 1 + n / 8, n % 8, bus, (card + n) % CELLS, n == 0 ? "rare" : "plain"))
                                    .collect(Collectors.joining(" "));
                })
                .collect(Collectors.joining(" "));
        String cells = IntStream.range(0, CELLS)
                .mapToObj(cell -> cell + "=0:" + cell + ":4096")
                .collect(Collectors.joining(" "));
        return "report cn1 VCPU=64 MEMORY_MB=65536 and - offers " + devices + " and cells " + cells + " -> ok";
    }

    /** Plays the lines, and tells why the claim in the second of them was refused. */
    private static String reasonToRefuse(String... lines) {
        Scenario scenario = Scenario.play(List.of(lines));
        assertThat(scenario.failures()).isEmpty();
        return scenario.outcomes()
                .get(1)
                .refusal()
                .orElseThrow()
                .facts()
                .get(Fact.REASON)
                .toString();
    }
}

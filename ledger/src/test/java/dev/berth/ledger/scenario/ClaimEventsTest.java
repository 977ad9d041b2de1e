package dev.berth.ledger.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.event.Event;
import dev.berth.events.event.EventKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the last command of a few tells to anyone who follows the log: what has changed, and nothing that has not. */
final class ClaimEventsTest {
    private static final String HOST = "report cn1 VCPU=8 and - offers 81:00.0/net=a 82:00.0/net=a -> ok";
    private static final String CLAIM = "claim vm1 cn1:VCPU=1 pci cn1 r=1*net=a -> ok";

    @Test
    void tellsNothingOfDevicesThatAConsumerKeeps() {
        assertThat(told(HOST, CLAIM, CLAIM))
                .containsExactly(EventKind.ALLOCATIONS_CLAIMED, EventKind.GENERATIONS_ADVANCED);
    }

    @Test
    void tellsOfTheDevicesThatAConsumerGetsBesides() {
        assertThat(told(HOST, CLAIM, "claim vm1 cn1:VCPU=1 pci cn1 r=1*net=a s=1*net=a -> ok"))
                .containsExactly(
                        EventKind.ALLOCATIONS_CLAIMED, EventKind.DEVICES_CLAIMED, EventKind.GENERATIONS_ADVANCED);
    }

    @Test
    void freesDevicesBeforeTheirConsumerIsGone() {
        assertThat(told(HOST, CLAIM, "release vm1 -> ok"))
                .containsExactly(EventKind.DEVICES_FREED, EventKind.ALLOCATIONS_RELEASED);
    }

    @Test
    void advancesNoProviderOfAConsumerThatHeldNothing() {
        assertThat(told(HOST, "claim vm1@- -> unchanged")).isEmpty();
    }

    @Test
    void writesANameOnceThatSeveralProvidersOfAReportAreTheFirstToUse() {
        assertThat(told("report cn1 CUSTOM_A=1 traits CUSTOM_T and cn2 under cn1 CUSTOM_A=1 traits CUSTOM_T -> ok"))
                .containsOnlyOnce(EventKind.RESOURCE_CLASS_CREATED)
                .containsOnlyOnce(EventKind.TRAIT_CREATED);
    }

    @Test
    void marksNoProviderThatGoesWithItsHost() {
        String host = "report cn1 VCPU=8 and gpu0 under cn1 CUSTOM_GPU=2"
                + " offers 05:00.0/resource_class=CUSTOM_GPU/one_time_use=true"
                + " 06:00.0/resource_class=CUSTOM_GPU/one_time_use=true -> ok";
        assertThat(told(
                        host,
                        "claim vm1@- gpu0:CUSTOM_GPU=1 -> ok",
                        "claim vm2@- gpu0:CUSTOM_GPU=1 cn1:VCPU=1 -> ok",
                        "inventory gpu0 CUSTOM_GPU=2 -> ok",
                        "remove cn1 for fire -> ok"))
                .doesNotContain(EventKind.INVENTORIES_REPLACED)
                .contains(EventKind.DEVICES_FREED, EventKind.ALLOCATIONS_RELEASED);
    }

    private static List<EventKind> told(String... lines) {
        Scenario scenario = Scenario.play(List.of(lines));
        assertThat(scenario.failures()).isEmpty();
        return scenario.outcomes().get(lines.length - 1).events().stream()
                .map(Event::kind)
                .toList();
    }
}

package dev.berth.ledger.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.model.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The limits that take more lines than a scenario is readable with: what is at one is accepted, and one more is
 * refused.
 */
@Tag("crowd")
final class AtTheLimitTest {
    private final List<String> lines = new ArrayList<>();

    @Test
    void placesAsManyGuestsAsAHostMayHaveAndNoMore() {
        play("report cn1 VCPU=8/ratio=1000 MEMORY_MB=8192 and cells 0=0:0,1,2,3:4096 -> ok");
        for (int i = 0; i < Limits.HOST_GUESTS_MAX; i += Limits.COMMAND_GUESTS_MAX) {
            play("claim "
                    + IntStream.range(i, i + Limits.COMMAND_GUESTS_MAX)
                            .mapToObj(guest -> "vm" + guest + "@- cn1:VCPU=1 numa cn1 0:1")
                            .collect(Collectors.joining(" and "))
                    + " -> ok");
        }
        play("claim more@- cn1:VCPU=1 numa cn1 0:1 -> CELLS_NOT_FITTED consumer=more host=cn1");
        assertThat(ends().outcomes()
                        .get(lines.size() - 1)
                        .refusal()
                        .orElseThrow()
                        .facts())
                .containsEntry(Fact.REASON, "the host has 1024 guests on its cells, as many as may be");
        play("claim more@- cn1:VCPU=1 -> ok");
        // Who is one of them keeps its cells, gets others, and may give them up.
        play("claim vm3@1 cn1:VCPU=2 numa cn1 0:1 -> ok");
        play("claim vm3@2 cn1:VCPU=2 numa cn1 0:2 -> ok");
        play("claim vm3@3 cn1:VCPU=2 numa cn1 -> ok");
        play("claim other@- cn1:VCPU=1 numa cn1 0:1 -> ok");
        play("release vm7 -> ok");
        play("claim more@1 cn1:VCPU=1 numa cn1 0:1 -> ok");
        ends();
    }

    @Test
    void letsAReportAddNoClassToAProviderThatIsFullOfThoseInUse() {
        play("report cn1 CUSTOM_USED=1 -> ok");
        play("claim vm1@- cn1:CUSTOM_USED=1 -> ok");
        play("report cn1 " + numbered("CUSTOM_C%d=1", Limits.PROVIDER_CLASSES_MAX)
                + " -> PROVIDER_TOO_LARGE provider=cn1");
        play("report cn1 " + numbered("CUSTOM_C%d=1", Limits.PROVIDER_CLASSES_MAX - 1) + " -> ok");
        ends();
    }

    @Test
    void letsAReportAddNoTraitToAProviderThatIsFullOfThoseOfOthers() {
        play("report cn1 VCPU=1 -> ok");
        play("trait CUSTOM_OTHERS -> ok");
        play("traits cn1@1 CUSTOM_OTHERS -> ok");
        play("report cn1 VCPU=1 traits " + numbered("CUSTOM_T%d", Limits.PROVIDER_TRAITS_MAX)
                + " -> PROVIDER_TOO_LARGE provider=cn1");
        play("report cn1 VCPU=1 traits " + numbered("CUSTOM_T%d", Limits.PROVIDER_TRAITS_MAX - 1) + " -> ok");
        ends();
    }

    @Test
    void renamesAClassThatAsManyHoldAsMayBeRewritten() {
        play("class CUSTOM_SEAT -> ok");
        play("provider hall -> ok");
        play("inventory hall@0 CUSTOM_SEAT=20000 -> ok");
        // The provider itself is one of them.
        play("crowd hall CUSTOM_SEAT " + (Limits.RENAME_REWRITES_MAX - 1) + " -> ok");
        play("rename-class CUSTOM_SEAT CUSTOM_CHAIR -> ok");
        play("claim last@- hall:CUSTOM_CHAIR=1 -> ok");
        play("rename-class CUSTOM_CHAIR CUSTOM_SEAT -> RESOURCE_CLASS_TOO_WIDESPREAD");
        ends();
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "run with -Dfaults=true")
    void renamesAClassOfProvidersInManyTreesOnlyWhileTheirTreesAreFew() {
        play("class CUSTOM_SEAT -> ok");
        for (int i = 0; i < 10; i++) {
            play("provider hall" + i + " -> ok");
            play("inventory hall" + i + "@0 CUSTOM_SEAT=1 -> ok");
            play("widen hall" + i + " 999 -> ok");
        }
        play("rename-class CUSTOM_SEAT CUSTOM_CHAIR -> ok");
        play("provider kiosk -> ok");
        play("inventory kiosk@0 CUSTOM_CHAIR=1 -> ok");
        play("rename-class CUSTOM_CHAIR CUSTOM_SEAT -> RESOURCE_CLASS_TOO_WIDESPREAD");
        ends();
    }

    @Test
    void renamesAClassThatNobodyHoldsWhoeverElseIsAtItsProvider() {
        play("class CUSTOM_SEAT -> ok");
        play("provider hall -> ok");
        play("inventory hall@0 CUSTOM_SEAT=1 VCPU=20000 -> ok");
        play("crowd hall VCPU " + Limits.RENAME_REWRITES_MAX + " -> ok");
        play("rename-class CUSTOM_SEAT CUSTOM_CHAIR -> ok");
        ends();
    }

    @Test
    void letsAReportReplaceAllOfATreeThatIsAsLargeAsMayBe() {
        play("report cn1 VCPU=1 " + numbered("and a%d under cn1", Limits.TREE_PROVIDERS_MAX - 1) + " -> ok");
        play("report cn1 VCPU=1 " + numbered("and b%d under cn1", Limits.TREE_PROVIDERS_MAX - 1) + " -> ok");
        play("show a7 -> absent");
        ends();
    }

    private static String numbered(String pattern, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format(pattern, i))
                .collect(Collectors.joining(" "));
    }

    private void play(String line) {
        lines.add(line);
    }

    private Scenario ends() {
        Scenario scenario = Scenario.play(lines);
        assertThat(scenario.failures()).isEmpty();
        return scenario;
    }
}

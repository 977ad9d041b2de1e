package dev.berth.ledger.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.command.CommandKind;
import dev.berth.events.command.LogEntry;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.candidate.search.SearchBudget;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Why a consumer has what it has, in logs that are written as scenarios are. */
final class ConsumerWhyTest {
    private static final String TWO_HOSTS = """
            provider cn1
            inventory cn1@0 VCPU=8
            provider cn2
            inventory cn2@0 VCPU=16
            claim vm0@- cn1:VCPU=2
            claim vm1@- cn1:VCPU=4
            claim vm1@1 cn2:VCPU=4 and vm2@- cn1:VCPU=4
            claim vm3@- cn1:VCPU=2
            claim vm1@2 cn1:VCPU=99""";

    @Test
    void tellsTheCommandItsStateWhatItDisplacedAndWhatElseWasPossible() {
        ToldLog log = new ToldLog(TWO_HOSTS);
        Why why = why(log, "vm1", 5).orElseThrow();

        assertThat(why.position()).isEqualTo(new Position(0, 6, 6_000));
        assertThat(why.commandKind()).isEqualTo(CommandKind.CLAIM_ALLOCATIONS);
        assertThat(why.decidedIn()).contains(new Position(0, 5, 5_000));
        assertThat(log.named(why.has().allocations().toString())).isEqualTo("{cn2={VCPU=4}}");
        assertThat(log.named(why.had().allocations().toString())).isEqualTo("{cn1={VCPU=4}}");
        assertThat(why.others()).singleElement().satisfies(other -> {
            assertThat(log.named(other.consumer().toString())).isEqualTo("vm2");
            assertThat(other.had().isNothing()).isTrue();
        });
        // As the state was: vm1 still had four of cn1, so that two were free there and it was no candidate.
        assertThat(told(why)).containsExactly("cn2 {VCPU=4} of {VCPU=16} free, chosen");
    }

    @Test
    void tellsTheCandidatesInTheirOrderAndWhetherThereAreMore() {
        ToldLog log = new ToldLog(TWO_HOSTS);
        assertThat(told(why(log, "vm3", 5).orElseThrow()))
                .containsExactlyInAnyOrder("cn1 {VCPU=2} of {VCPU=2} free, chosen", "cn2 {VCPU=2} of {VCPU=12} free");
        Why first = why(log, "vm3", 1).orElseThrow();
        assertThat(first.alternatives().first()).hasSize(1);
        assertThat(first.alternatives().areMore()).isTrue();
    }

    @Test
    void tellsWhatAHostLackedThatWasNoCandidate() {
        Why why = why(new ToldLog(TWO_HOSTS), "vm1", 5).orElseThrow();
        assertThat(why.alternatives().treesLeftOut()).isZero();
        assertThat(why.alternatives().misses()).singleElement().satisfies(miss -> {
            assertThat(miss.rootName()).isEqualTo("cn1");
            assertThat(miss.lacks())
                    .extracting(lack -> lack.text())
                    .containsExactly("has 2 of 8 VCPU free, 4 asked for");
        });
    }

    @Test
    void saysWhatItsBudgetsLeftOut() {
        ToldLog log = new ToldLog(TWO_HOSTS);
        Why why = why(log, "vm1", 5).orElseThrow();
        SearchBudget none = new SearchBudget(0, 1);
        RegionView view = view(log);
        Alternatives cut = Alternatives.of(view, why.has().allocations(), 5, none, none);
        assertThat(cut.cut()).isPresent();
        assertThat(cut.areMore()).isTrue();
        assertThat(cut.treesLeftOut()).isPositive();
        Alternatives whole = Alternatives.of(view, why.has().allocations(), 5);
        assertThat(whole.cut()).isEmpty();
        assertThat(whole.treesLeftOut()).isZero();
    }

    @Test
    void tellsEveryChangeAsItIsTaken() {
        ToldLog log = new ToldLog(TWO_HOSTS);
        ConsumerWhy why = new ConsumerWhy(Region.DEFAULT, log.symbols.consumer("vm1"));
        List<Long> changes = new ArrayList<>();
        log.entries.forEach(entry -> why.take(
                entry,
                change -> changes.add(why.answer(1).orElseThrow().position().offset())));
        assertThat(changes).containsExactly(5L, 6L);
    }

    @Test
    void tellsTheDevicesThatWereChosenAndInWhatOrder() {
        ToldLog log = new ToldLog("""
                report cn1 VCPU=8 and nic0 under cn1 CUSTOM_PCI_8086_10ED=2 offers 81:00.1/type=VF 81:00.2/type=VF
                claim vm1@- nic0:CUSTOM_PCI_8086_10ED=1""");
        Why why = why(log, "vm1", 5).orElseThrow();
        assertThat(why.has().devices())
                .extracting(device -> device.address().toString())
                .containsExactly("0000:81:00.1");
        assertThat(why.freeDevices().values()).containsExactly(2L);
        assertThat(HistoryValues.of(why)).containsEntry("device_order", Optional.of(Why.DEVICE_ORDER));
    }

    @Test
    void tellsAReleaseOfOneThatHoldsNothingAnyMore() {
        ToldLog log = new ToldLog(TWO_HOSTS);
        log.add("release vm0");
        Why why = why(log, "vm0", 5).orElseThrow();
        assertThat(why.commandKind()).isEqualTo(CommandKind.RELEASE_ALLOCATIONS);
        assertThat(why.has().isNothing()).isTrue();
        assertThat(log.named(why.had().allocations().toString())).isEqualTo("{cn1={VCPU=2}}");
        assertThat(why.alternatives().first()).isEmpty();
    }

    @Test
    void tellsNothingOfAConsumerThatNeverHadAnything() {
        assertThat(why(new ToldLog(TWO_HOSTS), "vm9", 5)).isEmpty();
    }

    private static RegionView view(ToldLog log) {
        RegionFold fold = RegionFold.of(RegionView.empty(Region.DEFAULT));
        for (LogEntry entry : log.entries) {
            fold = fold.take(entry).after();
        }
        return fold.view();
    }

    private static Optional<Why> why(ToldLog log, String consumer, int limit) {
        ConsumerWhy why = new ConsumerWhy(Region.DEFAULT, log.symbols.consumer(consumer));
        log.entries.forEach(why::take);
        return why.answer(limit);
    }

    private static List<String> told(Why why) {
        return why.alternatives().first().stream()
                .map(each -> each.shares().get(0).name() + " "
                        + each.shares().get(0).taken() + " of "
                        + each.shares().get(0).free() + " free" + (each.isChosen() ? ", chosen" : ""))
                .toList();
    }
}

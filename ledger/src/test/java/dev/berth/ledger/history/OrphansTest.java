package dev.berth.ledger.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.CommandKind;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Region;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who is an orphan, by logs written as scenarios are, whose records are a second apart. */
final class OrphansTest {
    private final ToldLog log = new ToldLog("""
            provider cn1
            inventory cn1@0 VCPU=8
            claim vm1@- cn1:VCPU=1
            claim vm2@- cn1:VCPU=2
            claim vm1@1 cn1:VCPU=2
            claim vm3@- cn1:VCPU=1
            release vm3""");

    @Test
    void areThoseWhoHoldSomethingAndAreInNoList() {
        Orphans orphans = orphans(100_000, "vm2", "vm3", "vm4");
        assertThat(names(orphans)).containsExactly("vm1");
        assertThat(orphans.consumers()).isEqualTo(2);
        assertThat(orphans.young()).isZero();
        assertThat(orphans.areMost()).isFalse();
        assertThat(names(orphans(100_000, "vm1", "vm2"))).isEmpty();
    }

    @Test
    void sayWhatTheyHoldAndSinceWhichCommand() {
        HeldConsumer orphan = orphans(100_000, "vm2").found().get(0);
        assertThat(orphan.changedAt()).hasToString("0@4");
        assertThat(orphan.changedAtMs()).isEqualTo(4_000);
        assertThat(orphan.commandKind()).isEqualTo(CommandKind.CLAIM_ALLOCATIONS);
        assertThat(orphan.consumer().generation()).isEqualTo(2);
        assertThat(orphan.holding().names()).containsValue("cn1");
    }

    /** A server that is being built has a claim before it is listed. */
    @Test
    void areNotThoseWhoWereChangedAfterTheList() {
        Orphans orphans = orphans(3_999);
        assertThat(names(orphans)).containsExactly("vm2");
        assertThat(orphans.young()).isEqualTo(1);
        assertThat(names(orphans(4_000))).containsExactly("vm1", "vm2");
        assertThat(names(orphans(2_999))).isEmpty();
    }

    /** The clock of a broker has gone back: by its record alone the claim would look older than it is. */
    @Test
    void areNotThoseWhoseClaimLooksOldBecauseTimesGoBack() {
        log.addAt(60_000, "provider cn2");
        log.addAt(1_000, "claim vm4@- cn1:VCPU=1");
        assertThat(names(orphans(59_000, "vm1", "vm2"))).isEmpty();
        assertThat(names(orphans(60_000, "vm1", "vm2"))).containsExactly("vm4");
    }

    /** It was granted when the region went on, however old its record is. */
    @Test
    void areNotThoseWhoseClaimHadWaited() {
        log.addUnreadable();
        log.add("claim vm4@- cn1:VCPU=1");
        assertThat(names(orphans(100_000, "vm1", "vm2"))).isEmpty();
        log.addAt(90_000, "skip 7");
        assertThat(names(orphans(89_000, "vm1", "vm2"))).isEmpty();
        assertThat(names(orphans(90_000, "vm1", "vm2"))).containsExactly("vm4");
    }

    /** Who gives a class another name has given it to nobody. */
    @Test
    void areAsOldAsTheirClaimsThoughAClassOfTheirsHasAnotherName() {
        ToldLog renamed = new ToldLog("""
                provider cn1
                class CUSTOM_OLD
                inventory cn1@0 CUSTOM_OLD=8
                claim vm1@- cn1:CUSTOM_OLD=1
                rename-class CUSTOM_OLD CUSTOM_NEW""");
        HeldConsumers held = new HeldConsumers(Region.DEFAULT);
        renamed.entries.forEach(held::take);
        HeldConsumer vm1 = held.all().get(0);
        assertThat(vm1.changedAt()).hasToString("0@3");
        assertThat(vm1.consumer().allocations().toString()).contains("CUSTOM_NEW");
    }

    @Test
    void areMostIfMoreThanHalfOfAllAre() {
        assertThat(orphans(100_000).areMost()).isTrue();
        assertThat(orphans(100_000, "vm1").areMost()).isFalse();
    }

    private Orphans orphans(long settledUntilMs, String... live) {
        HeldConsumers held = new HeldConsumers(Region.DEFAULT);
        log.entries.forEach(held::take);
        Set<ConsumerId> ids =
                new TreeSet<>(Stream.of(live).map(log.symbols::consumer).toList());
        return Orphans.among(held.all(), ids::contains, settledUntilMs);
    }

    private ImmutableList<String> names(Orphans orphans) {
        return orphans.found().stream()
                .map(each -> log.named(each.id().toString()))
                .sorted()
                .collect(ImmutableList.toImmutableList());
    }
}

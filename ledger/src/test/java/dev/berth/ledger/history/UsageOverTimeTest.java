package dev.berth.ledger.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.LogEntry;
import dev.berth.events.model.Region;
import dev.berth.ledger.history.UsageOverTime.Grouping;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What usage over time says of logs written as scenarios are, whose records are a second apart. */
final class UsageOverTimeTest {
    private static final ImmutableList<Grouping> BY_OWNER = ImmutableList.of(Grouping.PROJECT, Grouping.USER);

    @Test
    void countsFromTheRecordThatGivesToTheOneThatTakes() {
        ToldLog log = new ToldLog("""
                provider cn1
                inventory cn1@0 VCPU=8 MEMORY_MB=100
                claim vm1@- cn1:VCPU=4,MEMORY_MB=10 project p user u
                provider cn2
                provider cn3
                release vm1
                provider cn4""");
        assertThat(usage(log, 0, 100_000)).isEqualTo("""
                [p, u] MEMORY_MB 30000
                [p, u] VCPU 12000
                """);
        assertThat(usage(log, 2_500, 4_000)).isEqualTo("""
                [p, u] MEMORY_MB 15000
                [p, u] VCPU 6000
                """);
        assertThat(usage(log, 5_000, 100_000)).isEmpty();
        assertThat(usage(log, 0, 2_000)).isEmpty();
        assertThat(usage(log, 3_000, 3_000)).isEmpty();
    }

    @Test
    void splitsConsumersThatChangeTheirOwnerOrTheirAmount() {
        ToldLog log = new ToldLog("""
                provider cn1
                inventory cn1@0 VCPU=8
                claim vm1@- cn1:VCPU=4 project p user u type SMALL
                claim vm1@1 cn1:VCPU=6 project p user u
                claim vm1@2 cn1:VCPU=6 project q user u type LARGE
                provider cn2""");
        assertThat(usage(log, 0, 10_000)).isEqualTo("""
                [p, u] VCPU 10000
                [q, u] VCPU 36000
                """);
        assertThat(usage(log, 0, 10_000, Grouping.TYPE)).isEqualTo("""
                [LARGE] VCPU 36000
                [SMALL] VCPU 10000
                """);
        assertThat(usage(log, 0, 10_000)).isEqualTo(usage(log, 0, 10_000, Grouping.PROJECT, Grouping.USER));
        assertThat(log.named(usage(log, 0, 10_000, Grouping.CONSUMER))).isEqualTo("[vm1] VCPU 46000\n");
        assertThat(usage(log, 0, 10_000, new Grouping[0])).isEqualTo("[] VCPU 46000\n");
    }

    /** The clock of a broker goes back by more than a second: what comes then counts from the latest time before. */
    @Test
    void neverCountsBackwardsWhereTimesGoBack() {
        ToldLog log = new ToldLog("""
                provider cn1
                inventory cn1@0 VCPU=8
                claim vm1@- cn1:VCPU=1 project p user u""");
        log.addAt(1_200, "claim vm2@- cn1:VCPU=2 project p user u");
        log.addAt(4_000, "release vm1");
        UsageOverTime usage = read(log, 0, 5_000, BY_OWNER);
        assertThat(text(usage)).isEqualTo("[p, u] VCPU 8000\n");
        assertThat(usage.stepBack().orElseThrow()).hasToString("0@3");
    }

    /** Nobody had anything by a command that waited, until the region went on. */
    @Test
    void countsWhatHadWaitedFromWhenTheRegionWentOn() {
        ToldLog log = new ToldLog("""
                provider cn1
                inventory cn1@0 VCPU=8""");
        log.addUnreadable();
        log.add("claim vm1@- cn1:VCPU=4 project p user u");
        assertThat(usage(log, 0, 10_000)).isEmpty();
        assertThat(read(log, 0, 10_000, BY_OWNER).stop().orElseThrow().position())
                .hasToString("0@2");
        log.addAt(7_000, "skip 2");
        assertThat(usage(log, 0, 10_000)).isEqualTo("[p, u] VCPU 12000\n");
    }

    /** A class may be in use when it gets another name, and counts under each for as long as it had it. */
    @Test
    void countsAClassUnderTheNameThatItHad() {
        ToldLog log = new ToldLog("""
                provider cn1
                class CUSTOM_OLD
                inventory cn1@0 CUSTOM_OLD=8
                claim vm1@- cn1:CUSTOM_OLD=1 project p user u
                rename-class CUSTOM_OLD CUSTOM_NEW""");
        assertThat(usage(log, 0, 6_000)).isEqualTo("""
                [p, u] CUSTOM_NEW 2000
                [p, u] CUSTOM_OLD 1000
                """);
    }

    @Test
    void addsUpMoreThanALongHolds() {
        ToldLog log = new ToldLog("provider cn1\ninventory cn1@0 DISK_GB=2147483647");
        log.addAt(0, "claim vm1@- cn1:DISK_GB=2147483647 project p user u");
        assertThat(usage(log, 1_000, 10_000_000_001_000L)).isEqualTo("[p, u] DISK_GB 21474836470000000000000\n");
    }

    @Test
    void knowsWhereTheLogBeginsAndWhenItHasSeenEnough() {
        ToldLog log = new ToldLog("provider cn1\nprovider cn2");
        UsageOverTime usage = new UsageOverTime(Region.DEFAULT, 0, 1_000, BY_OWNER);
        assertThat(usage.first()).isEmpty();
        assertThat(usage.isPast()).isFalse();
        log.entries.forEach(usage::take);
        assertThat(usage.first().orElseThrow()).hasToString("0@0");
        assertThat(usage.isPast()).isTrue();
        assertThat(usage.stepBack()).isEmpty();
    }

    private static String usage(ToldLog log, long fromMs, long toMs, Grouping... by) {
        return text(read(log, fromMs, toMs, ImmutableList.copyOf(by)));
    }

    private static String usage(ToldLog log, long fromMs, long toMs) {
        return text(read(log, fromMs, toMs, BY_OWNER));
    }

    private static UsageOverTime read(ToldLog log, long fromMs, long toMs, ImmutableList<Grouping> by) {
        UsageOverTime usage = new UsageOverTime(Region.DEFAULT, fromMs, toMs, by);
        for (LogEntry entry : log.entries) {
            usage.take(entry);
        }
        return usage;
    }

    private static String text(UsageOverTime usage) {
        return usage.rows().stream()
                .map(row -> row.by() + " " + row.resourceClass() + " " + row.amountMs() + "\n")
                .collect(Collectors.joining());
    }
}

package dev.berth.ledger.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.command.LogEntry;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RegionView;
import org.junit.jupiter.api.Test;

/** How much was decided when, of logs whose records are a second apart. */
final class ActivityTest {
    private static final String LINES = """
            provider cn1
            inventory cn1@0 VCPU=8
            claim vm1@- cn1:VCPU=4
            claim vm2@- cn1:VCPU=5
            claim vm3@- cn1:VCPU=4""";

    @Test
    void countsWhatWasGrantedAndRefusedInEachInterval() {
        ToldLog log = new ToldLog(LINES);
        log.addAt(60_000, "release vm1");
        assertThat(text(log, 0, 10_000)).isEqualTo("""
                0 granted {CREATE_PROVIDER=1, REPLACE_INVENTORIES=1, CLAIM_ALLOCATIONS=2}
                  refused {CAPACITY_EXCEEDED=1} to 4
                60000 granted {RELEASE_ALLOCATIONS=1}
                  refused {} to 5
                """);
    }

    @Test
    void comesToTheSameInTotalFromEveryPlaceOn() {
        ToldLog log = new ToldLog(LINES);
        String whole = text(log, 0, 1_000);
        for (int from = 0; from < log.entries.size(); from++) {
            assertThat(whole).endsWith(text(log, from, 1_000));
        }
    }

    private static String text(ToldLog log, int from, long stepMs) {
        RegionFold begin = RegionFold.of(RegionView.empty(Region.DEFAULT));
        for (LogEntry before : log.entries.subList(0, from)) {
            begin = begin.take(before).after();
        }
        Activity activity = new Activity(begin, stepMs);
        log.entries.subList(from, log.entries.size()).forEach(activity::take);
        assertThat(activity.size()).isEqualTo(activity.intervals().size());
        StringBuilder text = new StringBuilder();
        for (Activity.Interval each : activity.intervals()) {
            text.append(each.beginMs() + " granted " + each.granted() + "\n  refused " + each.refused() + " to "
                    + each.last().offset() + "\n");
        }
        return text.toString();
    }
}

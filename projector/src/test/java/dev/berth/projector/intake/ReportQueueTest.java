package dev.berth.projector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.command.Sent;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.HostKey;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReportQueueTest {
    private final ReportQueue queue = new ReportQueue();

    @Test
    void keepsTheNewestOfAHostAndCommitsNothingBeyondIt() {
        assertThat(put(report(1, 10, 5))).isFalse();
        assertThat(put(report(1, 11, 7))).isTrue();
        assertThat(put(report(1, 12, 6))).isTrue();

        assertThat(queue.due(0)).containsExactly(report(1, 11, 7));
        assertThat(queue.nexts()).containsEntry(0, 11L);
        assertThat(queue.bytes()).isEqualTo(100);
    }

    @Test
    void letsTheNextOfAHostWaitForTheOneThatIsBeingAppended() {
        CheckedReport first = report(1, 10, 5);
        CheckedReport second = report(1, 11, 6);
        put(first);
        queue.begin(first);
        put(second);
        put(report(2, 12, 1));
        assertThat(queue.due(0)).containsExactly(report(2, 12, 1));
        assertThat(queue.nexts()).containsEntry(0, 10L);

        queue.done(first);
        assertThat(queue.due(0)).containsExactly(second, report(2, 12, 1));
        assertThat(queue.nexts()).containsEntry(0, 11L);
    }

    @Test
    void bringsAReportAgainAfterItsTimeUnlessThereIsANewerOne() {
        CheckedReport first = report(1, 10, 5);
        put(first);
        queue.begin(first);
        queue.again(first, 100);
        assertThat(queue.due(99)).isEmpty();
        assertThat(queue.due(100)).containsExactly(first);

        queue.begin(first);
        put(report(1, 11, 6));
        queue.again(first, 200);
        assertThat(queue.due(200)).containsExactly(report(1, 11, 6));
        assertThat(queue.bytes()).isEqualTo(100);
    }

    @Test
    void forgetsWhatIsReadByAnother() {
        put(report(1, 10, 5));
        queue.retain(new TreeSet<>());

        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.nexts()).isEmpty();
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void commitsBehindTheLastRecordOnceAllIsDone() {
        put(report(1, 10, 5));
        queue.saw(0, 11);
        queue.begin(report(1, 10, 5));
        queue.done(report(1, 10, 5));

        assertThat(queue.nexts()).containsEntry(0, 12L);
        assertThat(queue.isEmpty()).isTrue();
    }

    private boolean put(CheckedReport report) {
        queue.saw(report.partition(), report.offset());
        return queue.add(report, 0);
    }

    private static CheckedReport report(int host, long offset, long sequence) {
        ProviderId id = new ProviderId(new UUID(0, host));
        ReportedProvider root = new ReportedProvider(
                id, "cn" + host, Optional.empty(), ImmutableSortedMap.of(), ImmutableSortedSet.of());
        ReportHost command = new ReportHost(new CommandId(new UUID(1, sequence)), id, ImmutableList.of(root));
        return new CheckedReport(
                0, offset, Region.DEFAULT, id, sequence, new HostKey("00".repeat(32)), Sent.of(command), 100);
    }
}

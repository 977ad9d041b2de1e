package dev.berth.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.agent.report.ReportAttempt;
import dev.berth.agent.report.ReportedHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AgentTest {
    private final TestingSink sink = new TestingSink();
    private ReportAttempt host = hostWith(4);
    private long nowNs;
    private final Agent agent = new Agent(() -> host, sink, () -> nowNs);

    @Test
    void reportsAtOnceAndThenOnlyWhatChanged() throws InterruptedException {
        assertThat(agent.step()).isInstanceOf(Agent.Step.Published.class);
        assertThat(agent.step()).isEqualTo(new Agent.Step.Unchanged());
        host = hostWith(8);
        assertThat(agent.step()).isInstanceOf(Agent.Step.Published.class);

        assertThat(sink.cpus()).containsExactly(4L, 8L);
    }

    @Test
    void sendsTheReportAgainUntilItArrives() throws InterruptedException {
        sink.isBroken = true;
        assertThat(agent.step()).isEqualTo(new Agent.Step.Failed(TestingSink.BROKEN));
        sink.isBroken = false;
        assertThat(agent.step()).isInstanceOf(Agent.Step.Published.class);

        assertThat(sink.cpus()).containsExactly(4L, 4L);
    }

    @Test
    void saysWhyAReportIsRefusedAndSendsItAgain() throws InterruptedException {
        sink.receipt = new ReportSink.Receipt.Refused("not enrolled");
        assertThat(agent.step()).isEqualTo(new Agent.Step.Declined("not enrolled"));
        sink.receipt = new ReportSink.Receipt.Accepted(true, List.of());
        assertThat(agent.step()).isInstanceOf(Agent.Step.Published.class);
    }

    @Test
    void saysAgainAfterAWhileWhatNobodyHasAnswered() throws InterruptedException {
        sink.receipt = new ReportSink.Receipt.Unheard(Optional.empty());
        assertThat(agent.step()).isInstanceOf(Agent.Step.Published.class);
        nowNs += Duration.ofMinutes(9).toNanos();
        assertThat(agent.step()).isEqualTo(new Agent.Step.Unchanged());
        nowNs += Duration.ofMinutes(1).toNanos();
        assertThat(agent.step()).isInstanceOf(Agent.Step.Published.class);
    }

    @Test
    void sendsTheOldReportAgainIfANewerOneMayHaveArrived() throws InterruptedException {
        agent.step();
        sink.isBroken = true;
        host = hostWith(8);
        agent.step();
        sink.isBroken = false;
        host = hostWith(4);
        assertThat(agent.step()).isInstanceOf(Agent.Step.Published.class);

        assertThat(sink.cpus()).containsExactly(4L, 8L, 4L);
    }

    @Test
    void sendsNothingWhileProblemsStandAgainstIt() throws InterruptedException {
        host = ReportAttempt.refused(List.of("entry 0: bad"), List.of());

        assertThat(agent.step()).isEqualTo(new Agent.Step.Refused(host));
        assertThat(sink.reports).isEmpty();
    }

    @Test
    void takesASinkThatThrowsForOneThatFails() throws InterruptedException {
        IllegalStateException closed = new IllegalStateException("closed");
        Agent thrown = new Agent(() -> host, report -> {
            throw closed;
        });

        assertThat(thrown.step()).isEqualTo(new Agent.Step.Failed(closed));
    }

    @Test
    void looksAgainEveryIntervalUntilClosed() throws InterruptedException {
        List<Agent.Step> steps = new ArrayList<>();

        agent.run(Duration.ofMillis(1), step -> {
            steps.add(step);
            if (steps.size() == 3) {
                agent.close();
            }
        });

        assertThat(steps).hasSize(3);
        assertThat(sink.reports).hasSize(1);
    }

    private static ReportAttempt hostWith(long cpus) {
        ProviderId id = ProviderId.of("00000000-0000-4000-8000-000000000001");
        ReportedProvider provider = new ReportedProvider(
                id,
                "cmp1",
                Optional.empty(),
                ImmutableSortedMap.of(ResourceClass.of("VCPU"), InventoryRecord.of(cpus)),
                ImmutableSortedSet.of());
        return ReportAttempt.made(
                new ReportedHost(id, ImmutableList.of(provider), ImmutableList.of(), ImmutableList.of()), List.of());
    }

    private static final class TestingSink implements ReportSink {
        static final RuntimeException BROKEN = new RuntimeException("broken");

        final List<ReportedHost> reports = new ArrayList<>();
        boolean isBroken;
        Receipt receipt = new Receipt.Accepted(true, List.of());

        @Override
        public CompletionStage<Receipt> send(ReportedHost report) {
            reports.add(report);
            return isBroken ? CompletableFuture.failedStage(BROKEN) : CompletableFuture.completedStage(receipt);
        }

        List<Long> cpus() {
            return reports.stream()
                    .map(report -> report.providers()
                            .get(0)
                            .inventories()
                            .get(ResourceClass.of("VCPU"))
                            .total())
                    .toList();
        }
    }
}

package dev.berth.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.agent.report.ReportAttempt;
import dev.berth.agent.report.ReportedHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.host.VouchedDigest;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Sha256;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AgentTest {
    private static final CommandId ANY = new CommandId(new UUID(0, 0));

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
    void reportsNothingWhereAllOfItStandsAlready() throws InterruptedException {
        sink.stands(hostWith(4));

        assertThat(agent.step()).isEqualTo(new Agent.Step.Standing(host));
        assertThat(agent.step()).isEqualTo(new Agent.Step.Unchanged());
        assertThat(sink.reports).isEmpty();
    }

    @Test
    void bringsBackAtOnceWhatOthersHaveDeleted() throws InterruptedException {
        sink.stands(hostWith(4));
        agent.step();
        sink.standing = Optional.of(Optional.empty());

        assertThat(agent.step()).isInstanceOf(Agent.Step.Published.class);
        assertThat(agent.step()).isEqualTo(new Agent.Step.Unchanged());
        assertThat(sink.cpus()).containsExactly(4L);
    }

    @Test
    void reportsOnceWhatCannotBeHadAndAgainWhenSomethingElseStands() throws InterruptedException {
        sink.standing = Optional.of(Optional.empty());
        sink.afterwards = Optional.of(digest(hostWith(3)));

        assertThat(agent.step()).isInstanceOf(Agent.Step.Published.class);
        nowNs += Duration.ofHours(1).toNanos();
        assertThat(agent.step()).isEqualTo(new Agent.Step.Unchanged());
        sink.stands(hostWith(2));
        assertThat(agent.step()).isInstanceOf(Agent.Step.Published.class);
        assertThat(sink.cpus()).containsExactly(4L, 4L);
    }

    @Test
    void saysOnceWhyAReportIsRefusedAndTriesItEverMoreSeldom() throws InterruptedException {
        sink.standing = Optional.of(Optional.empty());
        sink.receipt = new ReportSink.Receipt.Rejected("not enrolled");
        assertThat(agent.step()).isEqualTo(new Agent.Step.Declined("not enrolled"));
        for (int second = 1; second <= 3_600; second++) {
            nowNs += Duration.ofSeconds(1).toNanos();
            assertThat(agent.step()).isEqualTo(new Agent.Step.Unchanged());
        }
        assertThat(sink.reports)
                .as("at 0, 15, 45, 105, 225, 465, 945, then every 600 s")
                .hasSize(11);

        sink.receipt = new ReportSink.Receipt.Rejected("name taken");
        nowNs += Duration.ofMinutes(10).toNanos();
        assertThat(agent.step()).isEqualTo(new Agent.Step.Declined("name taken"));
        sink.receipt = new ReportSink.Receipt.Accepted(true, List.of());
        nowNs += Duration.ofMinutes(10).toNanos();
        assertThat(agent.step()).isInstanceOf(Agent.Step.Published.class);
    }

    @Test
    void triesAtOnceWhatIsSomethingElseThanWasRefused() throws InterruptedException {
        sink.standing = Optional.of(Optional.empty());
        sink.receipt = new ReportSink.Receipt.Rejected("name taken");
        agent.step();
        host = hostWith(8);
        agent.step();
        sink.stands(hostWith(1));
        agent.step();

        assertThat(sink.cpus()).containsExactly(4L, 8L, 8L);
    }

    @Test
    void triesAgainWhatNobodyHasAnswered() throws InterruptedException {
        sink.standing = Optional.of(Optional.empty());
        sink.receipt = new ReportSink.Receipt.Unheard(Optional.empty());
        assertThat(agent.step()).isInstanceOf(Agent.Step.Published.class);
        nowNs += Duration.ofSeconds(14).toNanos();
        assertThat(agent.step()).isEqualTo(new Agent.Step.Unchanged());
        nowNs += Duration.ofSeconds(1).toNanos();
        assertThat(agent.step()).isInstanceOf(Agent.Step.Published.class);
    }

    @Test
    void saysOnceThatItCannotAskWhatStands() throws InterruptedException {
        sink.isDeaf = true;
        assertThat(agent.step()).isInstanceOf(Agent.Step.Deaf.class);
        assertThat(agent.step()).isEqualTo(new Agent.Step.Unchanged());
        sink.isDeaf = false;
        sink.stands(hostWith(4));
        assertThat(agent.step()).isInstanceOf(Agent.Step.Standing.class);
        assertThat(sink.reports).isEmpty();
    }

    @Test
    void reportsWhateverStandsIfItIsToReportOnce() throws InterruptedException {
        sink.stands(hostWith(4));

        assertThat(agent.once()).isInstanceOf(Agent.Step.Published.class);
        assertThat(sink.cpus()).containsExactly(4L);
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

        assertThat(agent.step()).isEqualTo(new Agent.Step.Invalid(host));
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

    private static Sha256 digest(ReportAttempt attempt) {
        return VouchedDigest.of(attempt.report().orElseThrow().toCommand(ANY));
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
        boolean isDeaf;
        private int deaf;

        /** Empty where nobody tells what stands. */
        Optional<Optional<Sha256>> standing = Optional.empty();

        /** What stands once a report is granted, if that is not what it says. */
        Optional<Sha256> afterwards = Optional.empty();

        Receipt receipt = new Receipt.Accepted(true, List.of());

        @Override
        public CompletionStage<Receipt> send(ReportedHost report) {
            reports.add(report);
            if (isBroken) {
                return CompletableFuture.failedStage(BROKEN);
            }
            if (standing.isEmpty() || !(receipt instanceof Receipt.Accepted)) {
                return CompletableFuture.completedStage(receipt);
            }
            Sha256 now = afterwards.orElseGet(() -> VouchedDigest.of(report.toCommand(ANY)));
            standing = Optional.of(Optional.of(now));
            return CompletableFuture.completedStage(new Receipt.Accepted(true, List.of(), Optional.of(now)));
        }

        @Override
        public Standing standing(ProviderId host) throws IOException {
            if (isDeaf) {
                throw new IOException("nobody answers in " + (7000 + deaf++) + "ms");
            }
            return standing.<Standing>map(Standing.Told::new).orElseGet(Standing.Untold::new);
        }

        void stands(ReportAttempt attempt) {
            standing = Optional.of(Optional.of(digest(attempt)));
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

package dev.berth.api.moment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.api.http.RegionPast;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.api.problem.ProblemException;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.LogEntry;
import dev.berth.events.log.ListedLog;
import dev.berth.events.log.RegionLog;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.events.model.Trait;
import dev.berth.projector.moment.MomentLogs;
import dev.berth.projector.moment.Moments;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is answered where the log is slow or cut. */
final class PastThreadsTest {
    private static final List<LogEntry> LOG = List.of(new LogEntry.Readable(
            new Position(0, 7, 1_000),
            new CreateTrait(new CommandId(new UUID(1, 1)), Trait.of("CUSTOM_ONE")),
            Sha256.NONE));

    @TempDir
    private Path dir;

    @Test
    void letAFewWaitAndRefuseTheRest() throws Exception {
        CountDownLatch isOpened = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        PastThreads threads = threads(() -> {
            isOpened.countDown();
            await(mayGoOn);
            return new ListedLog(LogId.NONE, LOG, 0, () -> {});
        });
        CompletionStage<RegionPast.Read> read = threads.read(Region.DEFAULT, "7");
        isOpened.await();
        CompletionStage<RegionPast.Read> waiting = threads.read(Region.DEFAULT, "0@7");
        assertThatThrownBy(() -> threads.read(Region.DEFAULT, "7"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertProblem(e.problem(), 503, ErrorCode.NOT_SERVED, "Too many moments"));
        mayGoOn.countDown();
        assertThat(List.of(read, waiting))
                .allSatisfy(stage -> assertThat(stage.toCompletableFuture()
                                .join()
                                .snapshot()
                                .view()
                                .position())
                        .hasToString("0@7"));
    }

    /** Neither who is read for nor who waits behind that hangs, however long Kafka's client waits. */
    @Test
    void answer503AtTheDeadlineWhereKafkaIsSilent() {
        CountDownLatch never = new CountDownLatch(1);
        PastThreads threads = threads(Duration.ofMillis(200), () -> {
            await(never);
            throw new IllegalStateException("it is over");
        });
        List<CompletionStage<RegionPast.Read>> asked =
                List.of(threads.read(Region.DEFAULT, "7"), threads.read(Region.DEFAULT, "now"));
        assertThat(asked)
                .allSatisfy(each -> assertThatThrownBy(
                                () -> each.toCompletableFuture().get(20, TimeUnit.SECONDS))
                        .cause()
                        .isInstanceOfSatisfying(
                                ProblemException.class,
                                e -> assertProblem(
                                        e.problem(), 503, ErrorCode.NOT_SERVED, "could not be read within")));
        never.countDown();
    }

    @Test
    void sayWhereACutLogBegins() {
        assertFails(() -> new ListedLog(LogId.NONE, LOG, 5, () -> {}), 410, ErrorCode.AS_OF_CUT, "begins at 0@5");
    }

    private void assertFails(Supplier<RegionLog> log, int status, ErrorCode code, String words) {
        assertThatThrownBy(() -> threads(log)
                        .read(Region.DEFAULT, "7")
                        .toCompletableFuture()
                        .join())
                .cause()
                .isInstanceOfSatisfying(ProblemException.class, e -> assertProblem(e.problem(), status, code, words));
    }

    private static void assertProblem(Problem problem, int status, ErrorCode code, String words) {
        assertThat(problem.status()).isEqualTo(status);
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.detail()).contains(words);
    }

    private PastThreads threads(Supplier<RegionLog> log) {
        return threads(Duration.ofMinutes(1), log);
    }

    private PastThreads threads(Duration deadline, Supplier<RegionLog> log) {
        MomentLogs logs = new MomentLogs() {
            @Override
            public LogId id() {
                return LogId.NONE;
            }

            @Override
            public RegionLog open(Region region, Runnable each) {
                return log.get();
            }
        };
        Moments moments = new Moments(logs, dir, Moments.FILE_SPACING, System::currentTimeMillis, () -> true);
        return new PastThreads(moments, deadline, 1, 1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the log says of a Kafka that does not answer who has what. */
class LeaseWatchTest {
    private final TestingClock clock = new TestingClock();

    static List<Exception> timeouts() {
        return List.of(new TimeoutException(), new org.apache.kafka.common.errors.TimeoutException("timed out"));
    }

    @ParameterizedTest
    @MethodSource("timeouts")
    void tellsOnceInALineThatKafkaIsSlow(Exception timeout) throws Exception {
        Silent kafka = new Silent(timeout);
        try (Said said = new Said();
                LeaseWatch watch = watch(kafka)) {
            watch.look();
            clock.pass(Duration.ofSeconds(1));
            watch.look();

            assertThat(kafka.asked).isEqualTo(2);
            assertThat(said.lines())
                    .containsExactly(
                            "Kafka has not answered within 1 s; no region is served for longer than that without it.");
            assertThat(said.failures()).isEmpty();
        }
    }

    @Test
    void showsWhyKafkaRefuses() throws Exception {
        GroupAuthorizationException refused = GroupAuthorizationException.forGroupId("berth-projector");
        try (Said said = new Said();
                LeaseWatch watch = watch(new Silent(refused))) {
            watch.look();

            assertThat(said.lines())
                    .containsExactly("Kafka cannot be asked. No region is served for longer than 1 s without it.");
            assertThat(said.failures()).singleElement().asString().contains("GroupAuthorizationException");
        }
    }

    @Test
    void givesTheSecondQuestionAboutTheLogWhatTimeTheFirstHasLeft() throws Exception {
        Slow kafka = new Slow();
        Leases leases = new Leases(clock);
        leases.begin(0);
        String client = Thread.currentThread().getName();
        try (LeaseWatch watch = new LeaseWatch(leases, kafka, clock, client, 1)) {
            for (int i = 0; i < 6 && kafka.left == null; i++) {
                watch.look();
                clock.pass(Duration.ofMillis(250));
            }
        }

        assertThat(kafka.left).isEqualTo(Duration.ofMillis(100));
    }

    /** Nobody else would, and without it no lease is ever confirmed again. */
    @Test
    void asksAgainAfterALookThatFailed() throws Exception {
        CountDownLatch again = new CountDownLatch(3);
        GroupCheck failing = new GroupCheck() {
            @Override
            public Group group(Duration timeout) {
                again.countDown();
                clock.pass(Duration.ofSeconds(1));
                throw new IllegalStateException("a bug");
            }

            @Override
            public Map<Integer, Long> committed(Duration timeout) {
                return Map.of();
            }

            @Override
            public Map<Integer, Long> readableEnds(Collection<Integer> partitions, Duration timeout) {
                return Map.of();
            }
        };
        try (LeaseWatch watch = watch(failing)) {
            watch.start();

            assertThat(again.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private LeaseWatch watch(GroupCheck kafka) {
        return new LeaseWatch(new Leases(clock), kafka, clock, "berth-1", 1);
    }

    /** A Kafka that takes its time to say what is committed. */
    private final class Slow implements GroupCheck {
        private Duration left;

        @Override
        public Group group(Duration timeout) {
            return new Group(true, Map.of(Thread.currentThread().getName() + "-consumer", Set.of(0)));
        }

        @Override
        public Map<Integer, Long> committed(Duration timeout) {
            clock.pass(Duration.ofMillis(400));
            return Map.of();
        }

        @Override
        public Map<Integer, Long> readableEnds(Collection<Integer> partitions, Duration timeout) {
            left = timeout;
            return Map.of(0, 0L);
        }
    }

    /** A Kafka that says of the group nothing but why it does not. */
    private static final class Silent implements GroupCheck {
        private final Exception reason;
        private int asked;

        Silent(Exception reason) {
            this.reason = reason;
        }

        @Override
        public Group group(Duration timeout) {
            asked++;
            throw new LogUnavailableException("Kafka cannot be asked.", reason);
        }

        @Override
        public Map<Integer, Long> committed(Duration timeout) {
            return Map.of();
        }

        @Override
        public Map<Integer, Long> readableEnds(Collection<Integer> partitions, Duration timeout) {
            return Map.of();
        }
    }
}

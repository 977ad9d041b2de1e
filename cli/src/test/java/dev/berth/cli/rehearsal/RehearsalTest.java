package dev.berth.cli.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RehearsalTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final LongSupplier NOBODY = () -> 0;
    private static final int MANY = 1_000_000;

    private final Logger berth = (Logger) LoggerFactory.getLogger("dev.berth");
    private final Level usualLevel = berth.getLevel();
    private final Heard heard = new Heard();

    /** What was logged. */
    private static final class Heard extends AppenderBase<ILoggingEvent> {
        private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            events.add(event);
        }
    }

    @BeforeEach
    void listen() {
        heard.start();
        berth.addAppender(heard);
        berth.setLevel(Level.DEBUG);
    }

    @AfterEach
    void stopListening() {
        berth.detachAppender(heard);
        berth.setLevel(usualLevel);
    }

    @Test
    void endsAfterItsRequestsAndSaysNothingButThatEvenWhereEverythingIsLogged() throws Exception {
        try (Rehearsal rehearsal = new Rehearsal(NOBODY, LONG, 3_000, new Script())) {
            rehearsal.begin();
            rehearsal.await(LONG);

            assertThat(rehearsal.isUnderWay()).isFalse();
        }
        assertThat(heard.events).hasSize(1);
        assertThat(heard.events.get(0).getLevel()).isEqualTo(Level.INFO);
        assertThat(heard.events.get(0).getFormattedMessage()).startsWith("rehearsed 300");
    }

    @Test
    void endsAfterItsTime() throws Exception {
        try (Rehearsal rehearsal = new Rehearsal(NOBODY, Duration.ofMillis(300), MANY, new Script())) {
            rehearsal.begin();
            rehearsal.await(LONG);

            assertThat(rehearsal.isUnderWay()).isFalse();
        }
    }

    @Test
    void endsAtOnceWhenItIsClosed() {
        Rehearsal rehearsal = new Rehearsal(NOBODY, LONG, MANY, new Script());
        rehearsal.begin();
        Awaitility.await().atMost(LONG).until(() -> threads().contains("vert.x-eventloop-thread-0"));
        long beginNs = System.nanoTime();
        rehearsal.close();

        assertThat(Duration.ofNanos(System.nanoTime() - beginNs)).isLessThan(LONG.dividedBy(4));
        assertThat(rehearsal.isUnderWay()).isFalse();
    }

    @Test
    void givesWayWhileTheServiceIsAskedSomething() throws Exception {
        AtomicLong asked = new AtomicLong();
        try (Rehearsal rehearsal = new Rehearsal(asked::incrementAndGet, LONG, 8, new Script())) {
            rehearsal.begin();
            rehearsal.await(Duration.ofSeconds(2));

            assertThat(rehearsal.isUnderWay()).isTrue();
            assertThat(asked).hasValueGreaterThan(1);
        }
        assertThat(heard.events.get(0).getFormattedMessage()).startsWith("rehearsed 0 requests");
    }

    @Test
    void goesOnWhenTheServiceIsLeftAlone() throws Exception {
        long[] asked = {7};
        try (Rehearsal rehearsal = new Rehearsal(() -> asked[0] < 10 ? ++asked[0] : asked[0], LONG, 8, new Script())) {
            rehearsal.begin();
            rehearsal.await(LONG);
        }
        assertThat(heard.events.get(0).getFormattedMessage()).startsWith("rehearsed 8 requests");
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        try (Rehearsal rehearsal = new Rehearsal(NOBODY, LONG, 100, new Script())) {
            rehearsal.begin();
            rehearsal.await(LONG);
        }
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() -> assertThat(threads())
                        .noneMatch(name -> name.startsWith("vert.x") || name.startsWith("rehearsal")));
    }

    @Test
    void goesNoFurtherThanAnAnswerThatItDidNotExpectAndWarnsOfIt() throws Exception {
        Script wrong = new Script() {
            @Override
            List<ScriptedRequest> scenery() {
                return List.of(ScriptedRequest.delete("/resource_classes/CUSTOM_NOBODY_HAS", 204));
            }
        };
        try (Rehearsal rehearsal = new Rehearsal(NOBODY, LONG, MANY, wrong)) {
            rehearsal.begin();
            rehearsal.await(LONG);
        }
        assertThat(heard.events).hasSize(1);
        assertThat(heard.events.get(0).getLevel()).isEqualTo(Level.WARN);
        assertThat(heard.events.get(0).getThrowableProxy().getMessage())
                .isEqualTo("expected 204 for DELETE /resource_classes/CUSTOM_NOBODY_HAS but got 404");
    }

    @Test
    void closesWithoutHavingBegun() {
        new Rehearsal(NOBODY).close();

        assertThat(heard.events).isEmpty();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }
}

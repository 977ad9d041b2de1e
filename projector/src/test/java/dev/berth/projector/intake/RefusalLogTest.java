package dev.berth.projector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RefusalLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(RefusalLog.class);
    private final ListAppender<ILoggingEvent> told = new ListAppender<>();
    private long nowNs;
    private final RefusalLog refusals = new RefusalLog(() -> nowNs);

    @BeforeEach
    void listen() {
        told.start();
        logger.addAppender(told);
        logger.setAdditive(false);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(told);
        logger.setAdditive(true);
    }

    @Test
    void tellsOfOneHostAndReasonOnceAMinuteAndCountsAll() {
        for (int i = 0; i < 50; i++) {
            refuse(1, IntakeRefusal.OLD);
        }
        refuse(1, IntakeRefusal.SIGNATURE);
        refuse(2, IntakeRefusal.OLD);
        assertThat(told.list).hasSize(3);
        assertThat(refusals.count(IntakeRefusal.OLD)).isEqualTo(51);

        nowNs += Duration.ofMinutes(1).toNanos();
        refuse(1, IntakeRefusal.OLD);
        assertThat(told.list).hasSize(5);
        assertThat(told.list.get(3).getFormattedMessage()).startsWith("49 more reports were refused");
    }

    @Test
    void tellsAHundredLinesAMinuteOfHoweverManyHosts() {
        for (int i = 0; i < 20_000; i++) {
            refuse(i, IntakeRefusal.NOT_ENROLLED);
        }

        assertThat(told.list).hasSize(100);
        assertThat(refusals.count(IntakeRefusal.NOT_ENROLLED)).isEqualTo(20_000);
    }

    @Test
    void forgetsTheSendersThatItToldOfLongestAgo() {
        for (int i = 0; i < 2 * RefusalLog.KEPT_MAX; i++) {
            if (i % 100 == 0) {
                nowNs += Duration.ofMinutes(1).toNanos();
            }
            refuse(i, IntakeRefusal.NOT_ENROLLED);
        }

        assertThat(refusals.size()).isEqualTo(RefusalLog.KEPT_MAX);
    }

    private void refuse(int host, IntakeRefusal reason) {
        refusals.refused(
                0,
                0,
                new Verdict.Discarded(
                        reason,
                        Optional.of(new CheckedReport.Sender(Region.DEFAULT, new ProviderId(new UUID(0, host)))),
                        "why"));
    }
}

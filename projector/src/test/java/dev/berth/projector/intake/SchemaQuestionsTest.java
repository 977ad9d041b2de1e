package dev.berth.projector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.projector.intake.CheckedReport.Sender;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SchemaQuestionsTest {
    private static final long SECOND_NS = Duration.ofSeconds(1).toNanos();

    private final SchemaQuestions questions = new SchemaQuestions();
    private final Sender one = sender(1);
    private final Sender other = sender(2);

    @Test
    void letsEachSenderAskOnceAMinuteInTheLongRun() {
        for (int i = 0; i < SchemaQuestions.AT_ONCE; i++) {
            assertThat(questions.admit(one, 0)).isTrue();
        }
        assertThat(questions.admit(one, 59 * SECOND_NS)).isFalse();
        assertThat(questions.admit(other, 59 * SECOND_NS)).isTrue();
        assertThat(questions.admit(one, 60 * SECOND_NS)).isTrue();
    }

    @Test
    void letsNobodyAskForAWhileAfterNoAnswerCame() {
        questions.unanswered(0);
        assertThat(questions.admit(one, 29 * SECOND_NS)).isFalse();
        assertThat(questions.admit(one, 30 * SECOND_NS)).isTrue();
    }

    private static Sender sender(long number) {
        return new Sender(Region.DEFAULT, new ProviderId(new UUID(0, number)));
    }
}

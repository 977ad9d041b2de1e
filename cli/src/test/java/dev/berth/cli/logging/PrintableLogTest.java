package dev.berth.cli.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.status.Status;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** The log as it is configured for people, with what hostile records and requests would write into it. */
class PrintableLogTest {
    @Test
    void letsNoMessageAndNoExceptionForgeALineOrMoveACursor() throws Exception {
        String log = logged(
                "stopped: a\n12:00:00.000 ERROR forged \u001b[2J\u202e\u2028",
                new IllegalStateException(
                        "bad\n12:00:00.001 ERROR forged too\u009b", new RuntimeException("cause\nERROR")));

        assertThat(log).doesNotContain("\u001b", "\u202e", "\u2028", "\u009b").contains("\\u001b[2J\\u202e\\u2028");
        assertThat(log.lines().filter(line -> !line.startsWith("    "))).hasSize(1);
        assertThat(log).contains("IllegalStateException: bad", "Caused by: java.lang.RuntimeException: cause", "\tat ");
    }

    @Test
    void beginsEachLineWithTheDateAndNamesTheRequestThatItBelongsTo() throws Exception {
        String date = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d)";
        assertThat(logged("late", null)).matches(date + " WARN  dev.berth.test late\n");
        MDC.put("request", "req-1");
        try {
            assertThat(logged("late", null)).matches(date + " WARN  dev.berth.test req-1 late\n");
        } finally {
            MDC.remove("request");
        }
    }

    @Test
    void leavesOutWhatTheKafkaInsideTriesAgainAndNoOtherFailureOfIts() throws Exception {
        Exception overtaken = new OutOfOrderSequenceException("Out of order sequence number");
        Exception broken = new KafkaStorageException("No space left on device");

        assertThat(shown("kafka.server.ReplicaManager", overtaken, Level.WARN)).isFalse();
        assertThat(shown("kafka.server.ReplicaManager", overtaken, Level.INFO)).isTrue();
        assertThat(shown("kafka.server.ReplicaManager", broken, Level.WARN)).isTrue();
        assertThat(shown("kafka.server.ReplicaManager", null, Level.WARN)).isTrue();
        assertThat(shown("dev.berth.test", overtaken, Level.WARN)).isTrue();

        Exception early = new CompletionException(new NotControllerException("The active controller is 1."));
        assertThat(shown("kafka.server.ControllerApis", early, Level.WARN)).isFalse();
        assertThat(shown("kafka.server.ControllerApis", early, Level.INFO)).isTrue();
        assertThat(shown("kafka.server.ControllerApis", new CompletionException(broken), Level.WARN))
                .isTrue();
    }

    /** Whether standard error has an error of a logger, where that logger and all others log from a level on. */
    private static boolean shown(String logger, Exception failure, Level from) throws Exception {
        LoggerContext context = configured();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(from);
        LoggingEvent event = new LoggingEvent("", context.getLogger(logger), Level.ERROR, "failed", failure, null);
        FilterReply reply =
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("stderr").getFilterChainDecision(event);
        context.stop();
        return reply != FilterReply.DENY;
    }

    private static LoggerContext configured() throws Exception {
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(PrintableLogTest.class.getResource("/logback.xml"));
        return context;
    }

    private static String logged(String message, Throwable failure) throws Exception {
        LoggerContext context = configured();
        assertThat(context.getStatusManager().getCopyOfStatusList())
                .filteredOn(status -> status.getLevel() > Status.INFO)
                .isEmpty();
        Logger logger = context.getLogger("dev.berth.test");
        OutputStreamAppender<ILoggingEvent> appender = (OutputStreamAppender<ILoggingEvent>)
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("stderr");
        LoggingEvent event = new LoggingEvent("", logger, Level.WARN, message, failure, null);
        event.setMDCPropertyMap(Optional.ofNullable(MDC.getCopyOfContextMap()).orElse(Map.of()));
        String line = new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
        context.stop();
        return line;
    }
}

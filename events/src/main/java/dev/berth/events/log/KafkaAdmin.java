package dev.berth.events.log;

import com.google.common.base.Throwables;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Kafka's client for administrators, and what it is answered. It ends each call by itself in time. One whose thread has
 * died ends none, so whoever waits for an answer has a deadline of his own. Thread-safe.
 */
public final class KafkaAdmin implements AutoCloseable {
    private static final Map<String, Object> PATIENT = Map.of(
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 30_000,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);

    /** An answer that comes later would not be trusted any more. */
    private static final Map<String, Object> PROMPT = Map.of(
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 6_000,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);

    /** A client that lives says itself what it gave up, and why. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final String servers;
    private final Duration deadline;
    private final Admin admin;

    private KafkaAdmin(String servers, Map<String, Object> settings, Duration grace) {
        this.servers = servers;
        this.deadline = Duration.ofMillis(Long.parseLong(settings.get(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG)
                        .toString()))
                .plus(grace);
        this.admin = Admin.create(settings);
    }

    /** For a command: a call takes 30 s at most, unless the settings of the connection say otherwise. */
    public static KafkaAdmin patient(KafkaConnection kafka) {
        return patient(kafka, GRACE);
    }

    static KafkaAdmin patient(KafkaConnection kafka, Duration grace) {
        return new KafkaAdmin(kafka.bootstrapServers(), kafka.with(PATIENT, Map.of()), grace);
    }

    /** For a running service: a call takes 6 s at most, whatever the settings of the connection say. */
    public static KafkaAdmin prompt(KafkaConnection kafka) {
        return new KafkaAdmin(kafka.bootstrapServers(), kafka.with(Map.of(), PROMPT), GRACE);
    }

    /** What may be asked. */
    public Admin calls() {
        return admin;
    }

    /**
     * Waits for an answer, some seconds longer than the client takes to give up.
     *
     * @throws KafkaException what Kafka answers, if that is a failure
     * @throws TimeoutException if it does not answer
     */
    public <T> T answer(KafkaFuture<T> call) throws InterruptedException {
        return answer(call, deadline);
    }

    /** As {@link #answer(KafkaFuture)}, within a time that is given. */
    public <T> T answer(KafkaFuture<T> call, Duration timeout) throws InterruptedException {
        try {
            return call.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwables.throwIfInstanceOf(e.getCause(), KafkaException.class);
            throw new KafkaException(e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException(
                    "Kafka at " + servers + " has answered nothing for " + timeout.toMillis() + " ms");
        }
    }

    /** As {@link #answer(KafkaFuture)}, for those whose callers are not interrupted but to end. */
    <T> T await(KafkaFuture<T> call) {
        try {
            return answer(call);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        admin.close(CLOSE_TIMEOUT);
    }
}

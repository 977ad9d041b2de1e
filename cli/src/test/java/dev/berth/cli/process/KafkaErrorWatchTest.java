package dev.berth.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.EndedJvm;
import dev.berth.terminal.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Most of it in processes of their own, in which the thread of a real client of Kafka dies as it connects. */
class KafkaErrorWatchTest {
    @TempDir
    private Path dir;

    @Test
    void endsTheProcessWhoseProducerHasNoThreadAnyMore() throws Exception {
        assertThat(endOf("producer"))
                .contains("berth: ends because the thread kafka-producer-network-thread | producer-1 of Kafka has died"
                        + " of java.lang.NoClassDefFoundError: gone");
    }

    @Test
    void endsTheProcessWhoseAdminClientHasNoThreadAnyMore() throws Exception {
        assertThat(endOf("admin")).contains("berth: ends because the thread kafka-admin-client-thread | adminclient-1");
    }

    /** As the coordinator of the Kafka inside says it, which leaves its group alone then. */
    @Test
    void hearsThatAPartOfKafkaHasNoMemoryAndOfNothingElse() {
        Logger coordinator = LoggerFactory.getLogger("org.apache.kafka.coordinator.common.runtime.CoordinatorRuntime");
        Error noRoom = new OutOfMemoryError("Cannot reserve 9 bytes of direct buffer memory");
        List<String> heard = new ArrayList<>();
        KafkaErrorWatch watch = KafkaErrorWatch.begin(heard::add);
        coordinator.error("Failed to load.", new IllegalStateException("for a test"));
        LoggerFactory.getLogger(KafkaErrorWatchTest.class).error("Not Kafka's.", noRoom);
        assertThat(heard).isEmpty();
        coordinator.error("Failed to load.", new IllegalStateException("for a test", noRoom));
        watch.close();
        assertThat(heard).hasSize(1);
        assertThat(heard.get(0))
                .startsWith(
                        "Kafka could not go on for want of memory (Cannot reserve 9 bytes of direct buffer memory);")
                .contains("-XX:MaxDirectMemorySize");
        coordinator.error("Failed to load.", noRoom);
        assertThat(heard).as("after its end").hasSize(1);
    }

    private String endOf(String client) throws Exception {
        // Logging is as it is shipped, whatever the tests on the class path would have.
        List<String> options = List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-Dlogback.configurationFile=logback.xml");
        return EndedJvm.errors(ExitCode.FAULT, dir, options, Doomed.class, client);
    }

    /** Works with one client until it is told to stop. */
    static final class Doomed {
        private static final Map<String, Object> SETTINGS = Map.of(
                "bootstrap.servers", "127.0.0.1:1",
                "security.protocol", "SSL",
                "ssl.engine.factory.class", Gone.class.getName());

        private Doomed() {}

        public static void main(String[] arguments) throws InterruptedException {
            System.exit(EmergencyStop.during(new PrintWriter(System.err, true), (stop, emergency) -> {
                AutoCloseable client = arguments[0].equals("producer")
                        ? new KafkaProducer<>(SETTINGS, new ByteArraySerializer(), new ByteArraySerializer())
                        : Admin.create(SETTINGS);
                assertThat(client).isNotNull();
                stop.await();
            }));
        }
    }

    /** Asked by the client's thread for each connection. */
    public static final class Gone implements SslEngineFactory {
        @Override
        public SSLEngine createClientSslEngine(String host, int port, String identification) {
            throw new NoClassDefFoundError("gone");
        }

        @Override
        public SSLEngine createServerSslEngine(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean shouldBeRebuilt(Map<String, Object> next) {
            return false;
        }

        @Override
        public Set<String> reconfigurableConfigs() {
            return Set.of();
        }

        @Override
        public KeyStore keystore() {
            return null;
        }

        @Override
        public KeyStore truststore() {
            return null;
        }

        @Override
        public void configure(Map<String, ?> settings) {
            // It needs none.
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }
}

package dev.berth.events.log;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class UnreachableKafkaTest {
    @Test
    void saysThatKafkaDoesNotAnswerAndWhereItWasLookedFor() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + silent.getLocalPort();
            KafkaConnection kafka = new KafkaConnection(
                    address, ImmutableMap.of("default.api.timeout.ms", "1000", "request.timeout.ms", "500"));

            assertThatThrownBy(() -> TopicAdmin.ensure(kafka, 1, 1))
                    .isInstanceOf(KafkaUnreachableException.class)
                    .hasMessageStartingWith("Kafka at " + address + " does not answer; is it running");
        }
    }
}

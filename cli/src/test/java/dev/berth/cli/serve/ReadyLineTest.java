package dev.berth.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.projector.Health;
import dev.berth.projector.PartitionHealth;
import dev.berth.projector.PartitionHealth.State;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadyLineTest {
    private static final String WHERE =
            " at http://127.0.0.1:8778 \\(auth noauth, Kafka k:9092, schema registry http://r\\) after [0-9.]+ s";

    @Test
    void saysNoMoreThanReadyWhereEverythingIsServedHere() {
        assertThat(text(State.SERVED)).matches("ready" + WHERE + "\n");
    }

    @Test
    void saysWhoServesWhereNotAllIsServedHere() {
        assertThat(text(State.ELSEWHERE, State.SERVED, State.ELSEWHERE, State.UNOWNED))
                .matches("ready" + WHERE + "; of 4 partitions 1 served, 2 elsewhere, 1 unowned\n");
    }

    @Test
    void saysThatItIsNotReadyWhereItKnowsNobodyWhoServesAnyPartition() throws Exception {
        assertThat(text(State.UNOWNED, State.UNOWNED))
                .matches("not ready yet" + WHERE
                        + "; of 2 partitions 2 unowned\\. Partition 0: unowned: Because\\."
                        + " /readyz tells when it is ready\\.\n");
        JsonNode json = new ObjectMapper().readTree(printed(true, State.UNOWNED, State.UNOWNED));
        assertThat(json.path("ready").booleanValue()).isFalse();
        assertThat(json.path("partitions").toString()).isEqualTo("{\"unowned\":2}");
    }

    private static String text(State... states) {
        return printed(false, states);
    }

    private static String printed(boolean asJson, State... states) {
        List<PartitionHealth> partitions = IntStream.range(0, states.length)
                .mapToObj(i -> new PartitionHealth(
                        i, states[i], OptionalLong.empty(), OptionalLong.empty(), Optional.of("Because.")))
                .toList();
        StringWriter out = new StringWriter();
        new ReadyLine(
                        "http://127.0.0.1:8778",
                        "noauth",
                        "k:9092",
                        "http://r",
                        new Health(Optional.empty(), List.of(), partitions))
                .print(new PrintWriter(out), asJson);
        return out.toString();
    }
}

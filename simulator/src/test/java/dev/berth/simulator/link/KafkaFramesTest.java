package dev.berth.simulator.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaFramesTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 1000})
    void findsEachRequestWhereverTheStreamIsCut(int piece) {
        Buffer stream = Buffer.buffer();
        // The third has no more than its key; the bytes of the others look like heads of requests.
        frame(stream, 0, 30);
        frame(stream, 26, 9);
        frame(stream, 300, 0);
        frame(stream, 0, 300);
        List<Integer> keys = new ArrayList<>();
        KafkaFrames frames = new KafkaFrames();
        for (int at = 0; at < stream.length(); at += piece) {
            frames.passes(stream.getBuffer(at, Math.min(stream.length(), at + piece)), keys::add);
        }
        assertThat(keys).containsExactly(0, 26, 300, 0);
    }

    private static void frame(Buffer stream, int key, int more) {
        stream.appendInt(2 + more).appendShort((short) key);
        for (int i = 0; i < more; i++) {
            stream.appendByte((byte) (i % 3));
        }
    }
}

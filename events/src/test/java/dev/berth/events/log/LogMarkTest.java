package dev.berth.events.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.model.Position;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class LogMarkTest {
    private static final Uuid TOPIC = new Uuid(1, 2);
    private static final Position AT = new Position(0, 41, 1_000);

    @Test
    void comesBackFromItsBytes() {
        LogMark mark = LogMark.of(TOPIC, AT, new byte[] {1}, new byte[] {2, 3});

        assertThat(mark.toBytes()).hasSize(56);
        assertThat(LogMark.fromBytes(mark.toBytes())).isEqualTo(mark);
    }

    @Test
    void differsWhereAnythingOfTheRecordDiffers() {
        byte[] a = {1};
        byte[] ab = {1, 2};
        byte[] b = {2};
        List<LogMark> marks = List.of(
                LogMark.of(TOPIC, AT, a, ab),
                LogMark.of(TOPIC, AT, ab, a),
                LogMark.of(TOPIC, AT, a, null),
                LogMark.of(TOPIC, AT, a, new byte[0]),
                LogMark.of(TOPIC, AT, null, a),
                LogMark.of(TOPIC, AT, a, b),
                LogMark.of(TOPIC, new Position(0, 41, 1_001), a, ab));

        assertThat(marks).extracting(LogMark::sha256).doesNotHaveDuplicates();
    }
}

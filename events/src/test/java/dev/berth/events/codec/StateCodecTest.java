package dev.berth.events.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.hash.Hashing;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Trait;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;

class StateCodecTest {
    private static final ProviderId HOST = ProviderId.of("00000000-0000-4000-8000-000000000002");
    private static final HostReport REPORT = new HostReport(
            HOST,
            ImmutableSortedMap.of(HOST, ImmutableSortedSet.of(Trait.of("CUSTOM_B"), Trait.of("CUSTOM_A"))),
            ImmutableSortedMap.of());

    @Test
    void writesTheSameBytesOnEveryMachine() {
        byte[] bytes = StateCodec.HOST_REPORT.encode(REPORT);
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                .isEqualTo("\4H00000000-0000-4000-8000-000000000002"
                        + "\2H00000000-0000-4000-8000-000000000002\4\20CUSTOM_A\20CUSTOM_B\0\0\0");
    }

    @Test
    void refusesAnotherFormat() {
        byte[] bytes = StateCodec.HOST_REPORT.encode(REPORT);
        bytes[0] = 9;
        assertThatThrownBy(() -> StateCodec.HOST_REPORT.decode(bytes))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("format 4 but got format 9");
        assertThatThrownBy(() -> StateCodec.HOST_REPORT.decode(new byte[0])).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesBytesOfSomethingElse() {
        assertThatThrownBy(() -> StateCodec.PROVIDER.decode(StateCodec.HOST_REPORT.encode(REPORT)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("dev.berth.avro.state.Provider");
    }

    /** No writer's schema stands beside the bytes of a store, so a change of a schema needs another format version. */
    @Test
    void hasOneSchemaForEachFormatVersion() {
        String schemas = Stream.of(
                        StateCodec.PROVIDER,
                        StateCodec.CONSUMER,
                        StateCodec.HOST_REPORT,
                        StateCodec.ENROLMENT,
                        StateCodec.USAGE,
                        StateCodec.HOST_DEVICE,
                        StateCodec.HOST_POOLS,
                        StateCodec.FLAVOR)
                .map(codec -> SchemaNormalization.toParsingForm(codec.shape().schema()))
                .collect(Collectors.joining("\n"));
        assertThat(Hashing.sha256().hashString(schemas, StandardCharsets.UTF_8))
                .as("the schemas of the stores have changed: raise StateCodec.FORMAT_VERSION, then this value")
                .hasToString("a842672261f02cb056cbd9bbad5a88b9fd5fa23979a27e75a0cbb032500997d8");
    }
}

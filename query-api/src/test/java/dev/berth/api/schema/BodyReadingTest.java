package dev.berth.api.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.sun.management.ThreadMXBean;
import dev.berth.api.microversion.Microversion;
import dev.berth.events.json.BoundedJson;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Bodies are read as they came, and divided without a copy. */
class BodyReadingTest {
    private static final List<String> EXTENSION = List.of("first", "second");

    @Test
    void readsAPartOfABufferAndNothingAroundIt() {
        Buffer around = Buffer.buffer("garbage{\"a\": 1}garbage");

        assertThat(JsonText.parse(around.slice(7, 15))).hasToString("{\"a\":1}");
        assertThat(around.toString()).isEqualTo("garbage{\"a\": 1}garbage");
    }

    @Test
    void readsABufferOutsideOfTheHeap() {
        byte[] text = "[\"ä\"]".getBytes(StandardCharsets.UTF_8);
        Buffer direct = BufferInternal.buffer(
                Unpooled.directBuffer(text.length).writeBytes(text).asReadOnly());

        assertThat(JsonText.parse(direct).get(0).textValue()).isEqualTo("ä");
        assertThat(direct.length()).as("it can be read again").isEqualTo(text.length);
    }

    /** Ids are names, of which a region has more than Jackson keeps. */
    @Test
    void readsABodyWithANewNameWithoutCopyingThoseOfOthers() {
        List<Buffer> bodies = IntStream.range(0, 8_000)
                .mapToObj(i -> Buffer.buffer("{\"allocations\": {\"" + new UUID(1, i) + "\": {}}}"))
                .toList();
        bodies.forEach(JsonText::parse);
        long before = allocatedBytes();

        bodies.subList(0, 1_000).forEach(JsonText::parse);

        assertThat((allocatedBytes() - before) / 1_000)
                .as("bytes of garbage a body")
                .isLessThan(20_000);
    }

    /** Whoever keeps names reads the same, and refuses the same. */
    @Test
    void readsOfPlainTextsWhatAReaderThatKeepsNamesDoes() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        ObjectReader keeping = BoundedJson.mapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        for (int i = 0; i < 20_000; i++) {
            String text = mutated(
                    "{\"allocations\": {\"a-1\": {\"resources\": {\"VCPU\": 1, \"B\": -2.5e3}}}, "
                            + "\"user_id\": \"u\", \"a\": [true, null, [\"\", 1e400], {}], \"a\": 1}",
                    random);
            assertThat(read(() -> JsonText.parse(Buffer.buffer(text))))
                    .as("seed %d: %s", seed, text)
                    .isEqualTo(read(() -> keeping.readTree(text.getBytes(StandardCharsets.UTF_8))));
        }
    }

    private static String mutated(String text, SplittableRandom random) {
        StringBuilder mutated = new StringBuilder(text);
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(mutated.length());
            switch (random.nextInt(3)) {
                case 0 -> mutated.deleteCharAt(at);
                case 1 -> mutated.insert(at, (char) random.nextInt(128));
                default -> mutated.setCharAt(at, "{}[],:\"\\ 0.-eEntf/".charAt(random.nextInt(18)));
            }
        }
        return mutated.toString();
    }

    /** The value; empty if the text is refused. */
    private static Optional<JsonNode> read(Callable<JsonNode> reading) {
        try {
            return Optional.of(reading.call()).filter(value -> !value.isMissingNode());
        } catch (Exception e) {
            return Optional.empty();
        }
    }

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    @Test
    void refusesOctetsThatAreNoUtf8() {
        byte[] latin1 = "{\"name\": \"ä\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> JsonText.parse(Buffer.buffer(latin1))).hasMessageContaining("Malformed JSON");
    }

    /** A column is an octet, whoever reads the text. */
    @Test
    void saysAtWhichOctetATextIsNoJson() {
        assertThatThrownBy(() -> JsonText.parse(Buffer.buffer("[\"äöü\", NaN]")))
                .hasMessageEndingWith("line 1 column 15");
    }

    @Test
    void readsUtf16() {
        byte[] utf16 = "[\"ä\"]".getBytes(StandardCharsets.UTF_16BE);

        assertThat(JsonText.parse(Buffer.buffer(utf16)).get(0).textValue()).isEqualTo("ä");
    }

    @Test
    void movesTheFieldsOfAnExtensionInTheOrderInWhichTheyWereSent() {
        JsonNode sent = JsonText.parse(Buffer.buffer("{\"second\": [1], \"name\": 2, \"first\": {}}"));

        ExtendedBody body = ExtendedBody.split(sent, EXTENSION);

        assertThat(body.rest()).hasToString("{\"name\":2}");
        assertThat(body.extension()).hasToString("{\"second\":[1],\"first\":{}}");
    }

    @Test
    void leavesABodyThatIsNoObjectToTheSchema() {
        assertThatThrownBy(() -> body("[\"pci\"]")).hasMessageContaining("['pci'] is not of type 'object'");
    }

    /** A client is told what is wrong by Placement's schema, which knows nothing of ours. */
    @Test
    void tellsASchemaViolationAsIfTheExtensionHadNotBeenSent() {
        assertThatThrownBy(() -> body("{\"first\": 1, \"name\": 2}"))
                .hasMessageStartingWith("JSON does not validate: 'allocations' is a required property")
                .hasMessageEndingWith("On instance:\n    {'name': 2}");
    }

    private static ExtendedBody body(String text) {
        return Schemas.ALLOCATIONS_PUT.body(EXTENSION, Microversion.MIN, Optional.of(Buffer.buffer(text)));
    }
}

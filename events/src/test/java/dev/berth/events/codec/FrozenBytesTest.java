package dev.berth.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.io.BaseEncoding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Example;

/**
 * Bytes of every message as they were first written, and what they mean. To add those of a new kind of message, run
 * {@code mvn -pl events -am test -Dtest=FrozenBytesTest -Dcodec.freeze=true -Dsurefire.failIfNoSpecifiedTests=false}:
 * it writes what is missing and changes nothing else.
 */
class FrozenBytesTest {
    private static final Path FROZEN = Path.of("src/test/resources/dev/berth/events/codec/frozen-bytes.tsv");
    private static final int SAMPLES = 4;

    private static final List<String> INVENTORY_DECISIONS =
            List.of("decision INVENTORIES_REPLACED", "decision HOST_REPORTED", "decision HOST_REPORT_AMENDED");

    /** A message, the bytes without Confluent's header, and the text of the value that they are. */
    private record Line(String name, byte[] bytes, String text) {
        static Line parse(String line) {
            List<String> columns = Splitter.on('\t').splitToList(line);
            return new Line(columns.get(0), BaseEncoding.base16().lowerCase().decode(columns.get(1)), columns.get(2));
        }

        static <M> Line of(Message<M> message, M value) {
            return new Line(message.name(), message.encoder().apply(value), printable(value.toString()));
        }

        @Override
        public String toString() {
            return name + '\t' + BaseEncoding.base16().lowerCase().encode(bytes) + '\t' + text;
        }
    }

    @Example
    void hasBytesOfEveryMessage() {
        if (Boolean.getBoolean("codec.freeze")) {
            freezeWhatIsMissing();
        }
        assertThat(frozen().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Message.all().stream().map(Message::name).toList());
    }

    /** Edge cases alone are easily four times the same value, with nothing in it. */
    @Example
    void hasDifferentBytesOfEachMessage() {
        assertThat(frozen().asMap())
                .allSatisfy((name, lines) ->
                        assertThat(lines).extracting(Line::text).as(name).doesNotHaveDuplicates());
        for (String name : INVENTORY_DECISIONS) {
            assertThat(frozen().get(name)).as(name).anyMatch(line -> line.text().contains("InventoryRecord["));
        }
    }

    @Example
    void readsFrozenBytesAsTheValuesThatTheyWere() {
        for (Message<?> message : Message.all()) {
            assertThat(frozen().get(message.name()))
                    .allSatisfy(line -> assertThat(printable(
                                    message.decoder().apply(line.bytes()).toString()))
                            .isEqualTo(line.text()));
        }
    }

    @Example
    void writesTheBytesThatWereFrozen() {
        Message.all().forEach(FrozenBytesTest::assertWritesAgain);
    }

    private static <M> void assertWritesAgain(Message<M> message) {
        assertThat(frozen().get(message.name()))
                .allSatisfy(line -> assertThat(
                                message.encoder().apply(message.decoder().apply(line.bytes())))
                        .isEqualTo(line.bytes()));
    }

    private static ImmutableListMultimap<String, Line> frozen() {
        try {
            return Files.readAllLines(FROZEN).stream()
                    .map(Line::parse)
                    .collect(ImmutableListMultimap.toImmutableListMultimap(Line::name, line -> line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void freezeWhatIsMissing() {
        try {
            Files.createDirectories(FROZEN.getParent());
            if (!Files.exists(FROZEN)) {
                Files.createFile(FROZEN);
            }
            for (Message<?> message : Message.all()) {
                if (!frozen().containsKey(message.name())) {
                    Files.write(FROZEN, samples(message), StandardOpenOption.APPEND);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <M> List<String> samples(Message<M> message) {
        return message
                .samples()
                .withoutEdgeCases()
                .filter(1000, FrozenBytesTest::isTheSameTextOnEveryJdk)
                .list()
                .uniqueElements()
                .ofSize(SAMPLES)
                .sample()
                .stream()
                .map(value -> Line.of(message, value).toString())
                .toList();
    }

    /** From JDK 19 on some doubles are written shorter. */
    private static boolean isTheSameTextOnEveryJdk(Object value) {
        return !value.toString().matches("(?s).*(\\d\\.\\d{9,}|E-?\\d).*");
    }

    /** In ASCII and on one line. */
    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        for (char c : text.toCharArray()) {
            if (c >= ' ' && c <= '~') {
                printable.append(c);
            } else {
                printable.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return printable.toString();
    }
}

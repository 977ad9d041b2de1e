package dev.berth.events.codec;

import static dev.berth.events.codec.TestingCommands.CLAIM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.berth.avro.command.ConsumerClaim;
import dev.berth.avro.common.ClassAmount;
import dev.berth.avro.common.ProviderAmounts;
import dev.berth.avro.decision.Refusal;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.Sent;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class CommandCodecTest {
    private static final int HEADER_LENGTH = 5;

    private final TestingRegistryClient client = new TestingRegistryClient();
    private final SchemaRegistry registry = SchemaRegistry.of(client);
    private final CommandCodec codec = new CommandCodec(registry);

    CommandCodecTest() {
        registry.registerSchemas();
    }

    @Test
    void writesConfluentsWireFormat() throws Exception {
        byte[] bytes = codec.encode(CLAIM);
        String subject = "berth.log-dev.berth.avro.command.ClaimAllocations";
        assertThat(bytes[0]).isZero();
        assertThat(ByteBuffer.wrap(bytes, 1, 4).getInt())
                .isEqualTo(client.getLatestSchemaMetadata(subject).getId());
    }

    /**
     * Bytes that other programs and other days depend on: anyone who changes them breaks equal logs, so do it
     * knowingly.
     */
    @Test
    void writesTheSameBytesOnEveryMachine() {
        byte[] bytes = codec.encode(CLAIM);
        // Numbers are zigzag varints: a text of 36 characters begins with 72, an H.
        assertThat(new String(bytes, HEADER_LENGTH, bytes.length - HEADER_LENGTH, StandardCharsets.ISO_8859_1))
                .isEqualTo("H00000000-0000-4000-8000-00000000c0de"
                        + "\2H00000000-0000-4000-8000-000000000001"
                        + "\32AT_GENERATION\2\6"
                        + "\12admin\6ada"
                        + "\2\20INSTANCE"
                        + "\2H00000000-0000-4000-8000-000000000002"
                        + "\4\22MEMORY_MB\200\100\10VCPU\4\0\0\0\0\0\0\0");
    }

    @Test
    void cannotReadWhatHasNoHeader() {
        assertUnreadable(null, "a zero byte and a schema id", "no value");
        assertUnreadable(new byte[0], "0 bytes");
        assertUnreadable(new byte[] {0, 0, 0, 1}, "4 bytes");
        assertUnreadable("{\"a\": 1}".getBytes(StandardCharsets.UTF_8), "byte 123 at its beginning");
    }

    @Test
    void cannotReadASchemaThatTheRegistryDoesNotKnow() {
        byte[] bytes = codec.encode(CLAIM);
        ByteBuffer.wrap(bytes).putInt(1, 4711);
        assertUnreadable(bytes, "none with id 4711");
    }

    @Test
    void cannotReadARecordThatIsNoCommand() throws Exception {
        client.register("berth.log-dev.berth.avro.decision.Refusal", new AvroSchema(Refusal.getClassSchema()));
        assertUnreadable(
                written(new Refusal("CAPACITY_EXCEEDED", List.of())), "expected a record of berth.log", "Refusal");
    }

    @Test
    void cannotReadHalfACommand() {
        byte[] bytes = codec.encode(CLAIM);
        assertUnreadable(Arrays.copyOf(bytes, bytes.length - 3), "ClaimAllocations", "its bytes are not one");
    }

    @Test
    void makesNoRoomForALengthThatCannotBe() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(codec.encode(CLAIM), 0, HEADER_LENGTH);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        encoder.writeLong(Integer.MAX_VALUE - 16L);
        assertUnreadable(out.toByteArray(), "ClaimAllocations", "its bytes are not one");
    }

    @Test
    void readsEntriesInAnyOrder() throws Exception {
        SpecificRecord claim = new dev.berth.avro.command.ClaimAllocations(
                CLAIM.commandId().toString(),
                List.of(new ConsumerClaim(
                        CLAIM.claims().get(0).consumer().toString(),
                        "AT_GENERATION",
                        3L,
                        "admin",
                        "ada",
                        "INSTANCE",
                        List.of(new ProviderAmounts(
                                "00000000-0000-4000-8000-000000000002",
                                List.of(new ClassAmount("VCPU", 2L), new ClassAmount("MEMORY_MB", 4096L)))),
                        null,
                        null)),
                null,
                null);
        assertThat(codec.decode(written(claim))).isEqualTo(new Decoding.Decoded<Command>(CLAIM));
    }

    @Test
    void readsWhatANewerWriterHasAddedTo() throws Exception {
        String now = CommandCodec.SHAPES
                .get(CLAIM.kind())
                .publishedSchema()
                .rawSchema()
                .toString();
        String optional = "\"fields\":[{\"name\":\"note\",\"type\":[\"null\",\"string\"],\"default\":null},";
        Schema newer = SchemaParser.parseSingle(now.replaceFirst("\"fields\":\\[", Matcher.quoteReplacement(optional)));
        client.register("berth.log-" + newer.getFullName(), new AvroSchema(newer));
        GenericRecord claim = new GenericData.Record(newer);
        claim.put("note", "hello");
        claim.put("commandId", CLAIM.commandId().toString());
        claim.put("claims", List.of());
        Decoding<Command> decoded = codec.decode(written(claim));
        assertThat(decoded.orElseThrow(IllegalStateException::new).commandId()).isEqualTo(CLAIM.commandId());
    }

    @Test
    void readsWhatAnOlderWriterDidNotSay() {
        Schema now = CommandCodec.SHAPES.get(CLAIM.kind()).schema();
        List<Schema.Field> known = now.getFields().stream()
                .filter(field -> !field.name().equals("origin"))
                .map(field -> new Schema.Field(field, field.schema()))
                .toList();
        Schema older = Schema.createRecord(now.getName(), now.getDoc(), now.getNamespace(), false, known);
        GenericRecord claim = new GenericData.Record(older);
        claim.put("commandId", CLAIM.commandId().toString());
        claim.put("claims", List.of());
        assertThat(codec.decodeSent(written(claim)))
                .isEqualTo(
                        new Decoding.Decoded<>(Sent.of(new ClaimAllocations(CLAIM.commandId(), ImmutableList.of()))));
    }

    @Test
    void isReadByConfluentsDeserializer() {
        try (KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer(client)) {
            GenericRecord claim = (GenericRecord) deserializer.deserialize(CommandCodec.TOPIC, codec.encode(CLAIM));
            assertThat(claim.get("commandId")).hasToString(CLAIM.commandId().toString());
            assertThat(claim.get("origin")).isNull();
        }
    }

    @Test
    void saysThatTheRegistryIsNotThereRatherThanBlameTheRecord() {
        byte[] bytes = codec.encode(CLAIM);
        client.goDown();
        CommandCodec fresh = new CommandCodec(registry);
        assertThatThrownBy(() -> fresh.decode(bytes))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("connection refused");
        assertThatThrownBy(() -> fresh.encode(CLAIM)).isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void takesErrorsOfTheRegistryForAnAbsenceToo() {
        byte[] bytes = codec.encode(CLAIM);
        CommandCodec fresh = new CommandCodec(registry);
        for (int status : new int[] {401, 404, 429, 500, 503}) {
            client.answerWith(status);
            assertThatThrownBy(() -> fresh.decode(bytes)).isInstanceOf(RegistryUnavailableException.class);
        }
    }

    @Test
    void goesOnWithoutTheRegistryForSchemasThatItHasMet() {
        byte[] bytes = codec.encode(CLAIM);
        codec.decode(bytes);
        client.goDown();
        assertThat(codec.decode(codec.encode(CLAIM))).isEqualTo(new Decoding.Decoded<Command>(CLAIM));
    }

    @Test
    void servesManyThreadsAtOnce() {
        byte[] bytes = codec.encode(CLAIM);
        List<CompletableFuture<Void>> workers = Stream.generate(() -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 500; i++) {
                        assertThat(codec.encode(CLAIM)).isEqualTo(bytes);
                        assertThat(codec.decode(bytes)).isEqualTo(new Decoding.Decoded<Command>(CLAIM));
                    }
                }))
                .limit(8)
                .toList();
        assertThat(workers).allSatisfy(worker -> assertThat(worker).succeedsWithin(Duration.ofSeconds(30)));
    }

    @Test
    void doesNotWriteBeforeTheSchemasAreRegistered() {
        CommandCodec unregistered = new CommandCodec(SchemaRegistry.inMemory());
        assertThatThrownBy(() -> unregistered.encode(CLAIM))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("berth.log-dev.berth.avro.command.ClaimAllocations");
    }

    private byte[] written(Object avroRecord) {
        return TestingSender.written(client, CommandCodec.TOPIC, avroRecord);
    }

    private void assertUnreadable(byte[] bytes, String... parts) {
        Decoding<Command> decoding = codec.decode(bytes);
        assertThat(decoding).isInstanceOf(Decoding.Unreadable.class);
        assertThat(((Decoding.Unreadable<Command>) decoding).reason()).contains(parts);
    }
}

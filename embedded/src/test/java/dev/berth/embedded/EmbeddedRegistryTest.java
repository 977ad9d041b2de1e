package dev.berth.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedRegistryTest extends SchemaRegistryContract {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path dir;

    private static EmbeddedKafka kafka;
    private static EmbeddedRegistry registry;

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(dir);
        registry = EmbeddedRegistry.start(kafka.bootstrapServers());
        try (CachedSchemaRegistryClient client = new CachedSchemaRegistryClient(registry.url(), 10)) {
            client.updateCompatibility("known", "FULL_TRANSITIVE");
            client.register("known", TestingSchemas.HOST);
        }
    }

    @AfterAll
    static void stop() {
        registry.close();
        kafka.close();
    }

    @Override
    SchemaRegistryClient client() {
        return new CachedSchemaRegistryClient(registry.url(), 10);
    }

    @Test
    void carriesRecordsThroughConfluentsSerializers() throws Exception {
        Map<String, ?> config = Map.of("schema.registry.url", registry.url());
        GenericRecord host = new GenericData.Record(TestingSchemas.HOST.rawSchema());
        host.put("name", "compute-1");
        try (KafkaAvroSerializer serializer = new KafkaAvroSerializer();
                KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer()) {
            serializer.configure(config, false);
            deserializer.configure(config, false);

            byte[] bytes = serializer.serialize("hosts", host);

            assertThat(deserializer.deserialize("hosts", bytes)).hasToString("{\"name\": \"compute-1\"}");
            assertThat(ByteBuffer.wrap(bytes).get()).isZero();
            assertThat(ByteBuffer.wrap(bytes, 1, 4).getInt())
                    .isEqualTo(client().getId("hosts-value", TestingSchemas.HOST));
        }
    }

    @Test
    void knowsASchemaHoweverItWasWrittenDown() throws Exception {
        AvroSchema otherwise = new AvroSchema("{ \"namespace\": \"test\", \"name\": \"Host\", \"type\": \"record\",\n"
                + " \"fields\": [ {\"type\": {\"type\": \"string\"}, \"name\": \"name\"} ] }");

        assertThat(client().register("known", otherwise)).isEqualTo(client().getId("known", TestingSchemas.HOST));
    }

    @Test
    void refusesAnIncompatibleSchemaAndSaysWhy() throws Exception {
        HttpResponse<String> reply =
                send("POST", "/subjects/known/versions", schemaBody(TestingSchemas.HOST_WITH_REQUIRED_RACK));

        assertThat(reply.statusCode()).isEqualTo(409);
        assertThat(reply.body()).contains("\"error_code\":409").contains("rack").contains("known");
        assertThat(client().getAllVersions("known")).containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource({
        // level, status for a field more that has a default, and for one that has none
        "BACKWARD, 200, 409",
        "BACKWARD_TRANSITIVE, 200, 409",
        "FULL, 200, 409",
        "FULL_TRANSITIVE, 200, 409",
    })
    void holdsASubjectToItsLevel(String level, int forOptionalField, int forRequiredField) throws Exception {
        client().updateCompatibility(subject, level);
        client().register(subject, TestingSchemas.HOST);

        assertThat(register(TestingSchemas.HOST_WITH_OPTIONAL_ROW)).isEqualTo(forOptionalField);
        assertThat(register(TestingSchemas.HOST_WITH_REQUIRED_RACK)).isEqualTo(forRequiredField);
    }

    @ParameterizedTest
    @CsvSource({"BACKWARD, 200", "BACKWARD_TRANSITIVE, 409"})
    void looksBeyondTheLatestOnlyWhereTheLevelIsTransitive(String level, int status) throws Exception {
        AvroSchema numbered = TestingSchemas.host(",{\"name\":\"rack\",\"type\":\"int\",\"default\":0}");
        client().updateCompatibility(subject, level);
        client().register(subject, numbered);
        client().register(subject, TestingSchemas.HOST);

        assertThat(register(TestingSchemas.HOST_WITH_OPTIONAL_RACK)).isEqualTo(status);
    }

    @Test
    void givesDenseIdsToWritersAtOnce() throws Exception {
        int before = greatestId();
        List<AvroSchema> schemas = IntStream.range(0, 20)
                .mapToObj(i -> TestingSchemas.host(",{\"name\":\"f" + i + "\",\"type\":\"int\",\"default\":0}"))
                .toList();

        List<Integer> ids = schemas.parallelStream()
                .map(schema -> idIn(send("POST", "/subjects/" + schema.hashCode() + "/versions", schemaBody(schema))))
                .sorted()
                .toList();

        assertThat(ids)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(before + 1, before + 20).boxed().toList());
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "GET,    /subjects/nobody/versions,         ,                           404, 40401",
                "GET,    /subjects/nobody/versions/1,       ,                           404, 40401",
                "GET,    /subjects/nobody/versions/latest,  ,                           404, 40401",
                "GET,    /subjects/known/versions/99,       ,                           404, 40402",
                "GET,    /subjects/known/versions/0,        ,                           422, 42202",
                "GET,    /subjects/known/versions/first,    ,                           422, 42202",
                "GET,    /schemas/ids/999999,               ,                           404, 40403",
                "GET,    /schemas/ids/one,                  ,                           404, 40403",
                "GET,    /schemas/ids/999999/versions,      ,                           404, 40403",
                "GET,    /config/nobody,                    ,                           404, 40408",
                "GET,    /nowhere,                          ,                           404, 404",
                "DELETE, /subjects/known/versions/1,        ,                           405, 405",
                "POST,   /config,                           {},                         405, 405",
                "POST,   /subjects/nobody,                  `{\"schema\":\"\\\"int\\\"\"}`,  404, 40401",
                "POST,   /subjects/known,                   `{\"schema\":\"\\\"int\\\"\"}`,  404, 40403",
                "POST,   /subjects/known/versions,          ,                           400, 400",
                "POST,   /subjects/known/versions,          {,                          400, 400",
                "POST,   /subjects/known/versions,          [],                         400, 400",
                "POST,   /subjects/known/versions,          {},                         422, 42201",
                "POST,   /subjects/known/versions,          {\"schema\":7},             422, 42201",
                "POST,   /subjects/known/versions,          {\"schema\":\"\"},          422, 42201",
                "POST,   /subjects/known/versions,          {\"schema\":\"nonsense\"},  422, 42201",
                "POST,   /subjects/known/versions,  `{\"schema\":\"x\",\"schemaType\":\"JSON\"}`, 422, 42201",
                "POST,   /subjects/known/versions,  `{\"schema\":\"x\",\"references\":[{}]}`,     422, 42201",
                "POST,   /subjects/known/versions,  `{\"schema\":\"x\",\"id\":3}`,                422, 42205",
                "POST,   /subjects/%20/versions,            `{\"schema\":\"\\\"int\\\"\"}`,  422, 42208",
                "PUT,    /config/known,                     {},                         422, 42203",
                "PUT,    /config/known,                     {\"compatibility\":\"LAX\"}, 422, 42203",
                "PUT,    /config,                           {\"compatibility\":\"NONE\"}, 405, 405",
                "PUT,    /config/known,                     {\"compatibility\":\"NONE\"}, 422, 42206",
                "PUT,    /config/known,                     {\"compatibility\":\"FULL\"}, 422, 42206",
                "POST,   /compatibility/subjects/known/versions/9, `{\"schema\":\"\\\"int\\\"\"}`, 404, 40402",
                "POST,   /compatibility/subjects/known/versions/1, `{\"schema\":\"intt\"}`,        422, 42201",
            })
    void refusesWhatItCannotServe(String method, String path, String body, int status, int code) {
        HttpResponse<String> reply = send(method, path, body == null ? "" : body);

        assertThat(reply.body()).startsWith("{\"error_code\":" + code + ",\"message\":\"");
        assertThat(reply.statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "origin: http://evil.example & content-type: application/json | 403",
                "origin: null & content-type: application/json | 403",
                "origin: http://127.0.0.1:1 & content-type: application/json | 403",
                "content-type: text/plain | 415",
                "content-type: application/x-www-form-urlencoded | 415",
                "x: y | 415",
                "content-type: application/json; charset=utf-8 | 404",
                "content-type: application/vnd.schemaregistry.v1+json | 404",
            })
    void keepsOutPagesOfOtherSites(String headers, int status) throws Exception {
        assertThat(raw("127.0.0.1:" + port(), headers.replace(" & ", "\r\n"))).startsWith("HTTP/1.1 " + status + " ");
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example, 421",
        "127.0.0.1.evil.example, 421",
        "localhost.:80, 421",
        "10.0.0.1, 421",
        "LOCALHOST, 404",
        "localhost:80, 404",
        "[::1]:80, 404"
    })
    void answersToTheNamesOfThisMachineAlone(String host, int status) throws Exception {
        assertThat(raw(host, "content-type: application/json")).startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void listensOnTheLoopbackAlone() throws Exception {
        for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (InetAddress address : Collections.list(network.getInetAddresses())) {
                if (!address.isLoopbackAddress()) {
                    for (int port : new int[] {
                        port(), Integer.parseInt(kafka.bootstrapServers().split(":")[1])
                    }) {
                        assertThatThrownBy(() -> new Socket(address, port).close())
                                .isInstanceOf(IOException.class);
                    }
                }
            }
        }
    }

    private static int port() {
        return URI.create(registry.url()).getPort();
    }

    /** A look-up in a subject that is not there, and the whole answer. */
    private static String raw(String host, String headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("POST /subjects/nobody HTTP/1.1\r\nhost: " + host + "\r\nconnection: close\r\n"
                                    + "content-length: 2\r\n" + headers + "\r\n\r\n{}")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void refusesABodyTooLongAndGoesOn() throws Exception {
        HttpResponse<String> reply =
                send("POST", "/subjects/known/versions", "x".repeat(RegistryHttp.MAX_BODY_BYTES + 1));

        assertThat(reply.statusCode()).isEqualTo(413);
        assertThat(client().getAllVersions("known")).containsExactly(1);
    }

    @Test
    void answersTheQuestionsOfAClientThatLooksAround() {
        assertThat(send("GET", "/", "").body()).isEqualTo("{}");
        assertThat(send("GET", "/mode", "").body()).isEqualTo("{\"mode\":\"READWRITE\"}");
        assertThat(send("GET", "/schemas/types", "").body()).isEqualTo("[\"AVRO\"]");
        assertThat(send("GET", "/config", "").body()).isEqualTo("{\"compatibilityLevel\":\"BACKWARD\"}");
        assertThat(send("GET", "/config/nobody?defaultToGlobal=true", "").body())
                .isEqualTo("{\"compatibilityLevel\":\"BACKWARD\"}");
        assertThat(send("GET", "/subjects?subjectPrefix=kno", "").body()).isEqualTo("[\"known\"]");
    }

    private int register(AvroSchema schema) {
        String path = "/subjects/" + subject.replace(" ", "%20").replace("/", "%2F") + "/versions";
        return send("POST", path, schemaBody(schema)).statusCode();
    }

    private static int greatestId() {
        String reply = send("GET", "/schemas/ids/1?fetchMaxId=true", "").body();
        return Integer.parseInt(reply.replaceAll(".*\"maxId\":(\\d+).*", "$1"));
    }

    private static int idIn(HttpResponse<String> reply) {
        return Integer.parseInt(reply.body().replaceAll("\\{\"id\":(\\d+)}", "$1"));
    }

    private static String schemaBody(AvroSchema schema) {
        return "{\"schema\":\"" + schema.canonicalString().replace("\"", "\\\"") + "\"}";
    }

    private static HttpResponse<String> send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(registry.url() + path))
                .header("content-type", "application/vnd.schemaregistry.v1+json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
    }
}

package dev.berth.cli.flavor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.cli.Run;
import dev.berth.terminal.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlavorCommandTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static BrokerlessServer server;

    @TempDir
    Path dir;

    @BeforeAll
    static void start() {
        server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void reset() {
        server.reset();
    }

    @Test
    void makesShowsAndDeletesAFlavor() throws Exception {
        assertThat(flavor(
                                "create",
                                "10g",
                                "--match",
                                "product_id=10ed,speed=10g",
                                "--match",
                                "{\"numa_node\": 0}",
                                "--numa-policy",
                                "required",
                                "--table")
                        .out())
                .isEqualTo("created 10g\n");
        assertThat(flavor("show", "10g", "--table").out()).isEqualTo("""
                        NAME  NUMA POLICY  SELECTS                                   DESCRIPTION
                        10g   required     product_id=10ed,speed=10g or numa_node=0
                        """);
        JsonNode shown = MAPPER.readTree(flavor("show", "10g").out());
        assertThat(shown.path("match").path(1).path("numa_node").isInt()).isTrue();
        assertThat(MAPPER.readTree(flavor("list").out()).path("flavors")).containsExactly(shown);
        assertThat(flavor("delete", "10g").out()).isEqualTo("deleted 10g\n");
        assertThat(flavor("show", "10g").err()).contains("404").contains("No PCI flavor named '10g'.");
    }

    @Test
    void findsAFlavorWhateverItIsCalled() {
        assertThat(flavor("create", "a b+c?d%é..", "--match", "rack=r7").status())
                .isEqualTo(ExitCode.OK);
        assertThat(flavor("show", "a b+c?d%é..").err()).isEmpty();
        assertThat(flavor("delete", "a b+c?d%é..").status()).isEqualTo(ExitCode.OK);
    }

    @Test
    void saysWhatIsWrongWithAMatch() {
        assertThat(flavor("create", "x", "--match", "10de").err())
                .contains("expected NAME=TEXT such as vendor_id=10de");
        assertThat(flavor("create", "x", "--match", "numa_node=0").err()).contains("say it in JSON");
        assertThat(flavor("create", "x", "--match", "a=1,a=2").err())
                .contains("expected each name once but got a twice");
        assertThat(flavor("create", "x", "--match", "{\"a\": {}}").err())
                .contains("expected a text, number, flag or list");
        assertThat(flavor("create", "x", "--match", "{\"a\"").err()).contains("expected a JSON object");
        assertThat(flavor("create", "x", "--match", "a=1", "--numa-policy", "near")
                        .status())
                .isEqualTo(ExitCode.USAGE);
        assertThat(flavor("create", "a/b", "--match", "a=1").err()).contains("expected a name without a slash");
        assertThat(flavor("create", "x").err()).contains("--match");
        assertThat(flavor().err()).contains("berth flavor list");
    }

    @Test
    void makesFlavorsOfAliasesOnce() throws Exception {
        Path conf = Files.writeString(dir.resolve("nova.conf"), """
                [pci]
                alias = {"name": "gpu", "vendor_id": "10de", "product_id": "1db6", "numa_policy": "preferred"}
                alias = {"name": "gpu", "vendor_id": "10de", "product_id": "20b0", "numa_policy": "preferred"}
                alias = {"name": "qat", "vendor_id": "8086", "product_id": "0443", "resource_class": "CUSTOM_QAT"}
                alias = {"name": "fpga", "resource_class": "FPGA"}
                alias = {"name": "a/b", "vendor_id": "8086", "product_id": "0443"}
                """);
        flavor("create", "qat", "--match", "vendor_id=8086");

        Run tried = importAlias(conf, "--dry-run");
        assertThat(results(tried))
                .containsExactly("a/b refused", "fpga refused", "gpu would be created", "qat refused");
        assertThat(flavor("show", "gpu").status()).isEqualTo(ExitCode.COULD_NOT_RUN);

        Run first = importAlias(conf);
        assertThat(first.status()).isEqualTo(ExitCode.DIFFERENCES);
        assertThat(results(first)).containsExactly("a/b refused", "fpga refused", "gpu created", "qat refused");
        flavor("delete", "qat");
        assertThat(results(importAlias(conf)))
                .containsExactly("a/b refused", "fpga refused", "gpu unchanged", "qat created");
        assertThat(importAlias(conf, "--table").out())
                .contains("vendor_id=10de or", "select every device", "no device is selected by resource_class");
    }

    @Test
    void writesAliasesThatMakeTheSameFlavors() throws Exception {
        flavor(
                "create",
                "gpu",
                "--match",
                "vendor_id=10de,product_id=1db6",
                "--match",
                "vendor_id=10de,product_id=20b0");
        flavor("create", "vf", "--match", "vendor_id=8086,product_id=10ed,dev_type=type-VF", "--numa-policy", "socket");
        flavor("create", "10g", "--match", "speed=10g");
        Run exported = flavor("export-alias");
        assertThat(exported.out().lines())
                .hasSize(5)
                .contains("alias = {\"name\":\"vf\",\"device_type\":\"type-VF\","
                        + "\"numa_policy\":\"socket\",\"product_id\":\"10ed\",\"vendor_id\":\"8086\"}");
        Path conf = Files.writeString(dir.resolve("pci.conf"), exported.out());

        assertThat(results(importAlias(conf))).containsExactly("gpu unchanged", "vf unchanged");
        server.reset();
        assertThat(results(importAlias(conf))).containsExactly("gpu created", "vf created");
        assertThat(flavor("export-alias").out()).isEqualTo(exported.out().replaceAll("(?m)^#.*\n", ""));
    }

    @Test
    void makesNothingOfAFileWithAMistake() throws Exception {
        Path conf = Files.writeString(dir.resolve("nova.conf"), """
                [pci]
                alias = {"name": "gpu", "vendor_id": "10de", "product_id": "1db6"}
                alias = {"name": "qat",
                    "vendor_id": 8086, "product_id": "0443"}
                """);

        Run run = importAlias(conf);

        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("nova.conf cannot be used", "line 3: expected text for vendor_id but got 8086");
        assertThat(MAPPER.readTree(flavor("list").out()).path("flavors")).isEmpty();
    }

    private static List<String> results(Run run) throws Exception {
        List<String> results = new ArrayList<>();
        MAPPER.readTree(run.out())
                .path("flavors")
                .forEach(line -> results.add(
                        line.path("name").asText() + " " + line.path("result").asText()));
        return results;
    }

    private static Run importAlias(Path conf, String... more) {
        List<String> arguments = new ArrayList<>(List.of("import-alias", conf.toString()));
        arguments.addAll(List.of(more));
        return flavor(arguments.toArray(String[]::new));
    }

    private static Run flavor(String... arguments) {
        List<String> all = new ArrayList<>(List.of("flavor"));
        all.addAll(List.of(arguments));
        if (arguments.length > 0) {
            all.addAll(List.of("--url", "http://127.0.0.1:" + server.port()));
        }
        return Run.of(all.toArray(String[]::new));
    }
}

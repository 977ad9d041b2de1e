package dev.berth.cli.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.cli.Run;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DeviceCommandTest {
    private static final ProviderId HOST = new ProviderId(new UUID(1, 1));
    private static final String FIRST = "0000:05:00.0";
    private static final String SECOND = "0000:06:00.0";

    private static BrokerlessServer server;

    @BeforeAll
    static void start() {
        server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
        server.decide(
                Region.DEFAULT,
                new ReportHost(
                        new CommandId(new UUID(2, 1)),
                        HOST,
                        ImmutableList.of(new ReportedProvider(
                                HOST,
                                "cn1",
                                Optional.empty(),
                                ImmutableSortedMap.of(ResourceClass.of("VCPU"), InventoryRecord.of(8)),
                                ImmutableSortedSet.of())),
                        ImmutableSortedMap.of(),
                        ImmutableList.of(device(FIRST), device(SECOND))));
    }

    private static PciDevice device(String address) {
        return new PciDevice(
                PciAddress.of(address),
                "8086",
                "10ed",
                DeviceType.PCI,
                Optional.empty(),
                OptionalInt.empty(),
                ImmutableSortedMap.of(),
                ImmutableSortedMap.of(),
                Optional.empty());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void takesADeviceThroughItsLife() throws IOException {
        assertThat(done("fail", "--host=cn1", FIRST, "--reason=no link")).isEmpty();
        assertThat(device("list", "--table").out())
                .contains("HOST", "VENDOR:PRODUCT")
                .containsPattern("00000001  +0000:05:00.0  +8086:10ed  +failed  +-  +no link\n")
                .containsPattern("00000001  +0000:06:00.0  +8086:10ed  +available  +-  +-\n");
        assertThat(state()).isEqualTo("failed");
        done("drain", "--host", HOST.toString(), FIRST, "--reason=swap");
        assertThat(state()).isEqualTo("drained");
        done("clean", "--host=cn1", FIRST);
        done("return", "--host=cn1", FIRST);
        assertThat(state()).isEqualTo("dirty");
        JsonNode dirty = new ObjectMapper()
                .readTree(device("list", "--host=cn1", "--state=dirty").out());
        assertThat(dirty.path("devices")).hasSize(1);
        done("acknowledge", "--host=cn1", FIRST);
        done("acknowledge", "--host=cn1", FIRST);
        assertThat(state()).isEqualTo("available");
    }

    @Test
    void showsAllThatIsKnownOfADevice() {
        assertThat(device("show", "--host=cn1", SECOND, "--table").out())
                .containsPattern("address +0000:06:00.0\n")
                .containsPattern("state +available\n")
                .containsPattern("consumer +-\n");
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(device("fail", "--host=cn1", FIRST).err()).contains("--reason");
        assertThat(device("clean", "--host=cn1", "5:0").err()).contains("0000:81:00.1 but got '5:0'");
        assertThat(device("clean", "--host=cn9", FIRST).err()).contains("no resource provider is named cn9");
        assertThat(device("show", "--host=cn1", "0000:07:00.0").err()).contains("has no PCI device at 0000:07:00.0");
        assertThat(device("clean", "--host=cn1", "0000:07:00.0").err())
                .contains("the service answers 404", "has no PCI device at 0000:07:00.0");
        assertThat(device("list", "--state=free").err()).contains("free");
        assertThat(device("drain", "--host=cn1", FIRST, "--reason= ").err()).contains("400", "reason");
    }

    @Test
    void listsItsCommandsWithExamples() {
        assertThat(Run.of("device", "--help").out())
                .contains("list", "show", "drain", "fail", "return", "clean", "acknowledge", "Examples:");
        assertThat(Run.of("device", "fail", "--help").out()).contains("--reason", "Examples:", "no-link");
    }

    private static String state() throws IOException {
        return new ObjectMapper()
                .readTree(device("show", "--host=cn1", FIRST).out())
                .path("state")
                .asText();
    }

    private static String done(String... arguments) {
        Run run = device(arguments);
        assertThat(run.status()).as(run.err()).isEqualTo(ExitCode.OK);
        return run.out();
    }

    private static Run device(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "device";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[all.length - 1] = "--url=http://127.0.0.1:" + server.port();
        return Run.of(all);
    }
}

package dev.berth.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.cli.output.PrintOptions;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.terminal.CannotRunException;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class ServiceClientTest {
    private static final Region EAST = new Region("east");

    private static BrokerlessServer server;

    @Command(name = "any")
    private static final class AnyCommand {
        @Mixin
        private ServiceClient service;

        @Mixin
        private PrintOptions print;
    }

    @BeforeAll
    static void start() {
        server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
        server.decide(
                EAST,
                new CreateProvider(
                        new CommandId(new UUID(2, 1)), new ProviderId(new UUID(1, 1)), "cn1", Optional.empty()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void callsTheRegionThatIsMeant() throws InterruptedException {
        assertThat(service("--url", url(), "--region", "east")
                        .get("/resource_providers")
                        .orElseThrow()
                        .json()
                        .path("resource_providers"))
                .hasSize(1);
        assertThat(service("--url", url() + "/regions/east/")
                        .get("/resource_providers")
                        .json()
                        .path("resource_providers"))
                .hasSize(1);
    }

    @Test
    void sendsWhatIsToBeDone() throws InterruptedException {
        ServiceClient service = service("--url", url(), "--region", "east");

        ServiceAnswer made = service.put("/traits/CUSTOM_A", JsonNodeFactory.instance.objectNode());
        ServiceAnswer gone = service.delete("/traits/CUSTOM_A");

        assertThat(made.status()).isEqualTo(201);
        assertThat(gone.status()).isEqualTo(204);
        assertThat(gone.json().isMissingNode()).isTrue();
    }

    @Test
    void tellsWhyACallIsRefused() throws InterruptedException {
        ServiceAnswer refused = service("--url", url()).delete("/resource_providers/" + new UUID(1, 9));

        assertThat(refused.isOk()).isFalse();
        assertThat(refused.code()).startsWith("placement.");
        assertThatThrownBy(refused::orElseThrow)
                .isInstanceOf(CannotRunException.class)
                .hasMessageContaining("the service answers 404: ")
                .hasMessageContaining(new UUID(1, 9).toString());
    }

    @Test
    void saysWhatAUrlLooksLike() {
        assertThatThrownBy(() -> service("--url", "berth").get("/"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("http://127.0.0.1:8778 but got 'berth'");
    }

    @Test
    void saysWhichServiceCannotBeReached() {
        assertThatThrownBy(() -> service("--url", "http://127.0.0.1:1").get("/"))
                .isInstanceOf(CannotRunException.class)
                .hasMessageContaining("cannot reach the service at http://127.0.0.1:1");
    }

    @Test
    void printsJsonWhereNobodyWatchesUnlessAskedForATable() {
        assertThat(any().print.areJson()).isTrue();
        assertThat(any("--json").print.areJson()).isTrue();
        assertThat(any("--table").print.areJson()).isFalse();
    }

    private static String url() {
        return "http://127.0.0.1:" + server.port();
    }

    private static ServiceClient service(String... arguments) {
        return any(arguments).service;
    }

    private static AnyCommand any(String... arguments) {
        AnyCommand command = new AnyCommand();
        new CommandLine(command).parseArgs(arguments);
        return command;
    }
}

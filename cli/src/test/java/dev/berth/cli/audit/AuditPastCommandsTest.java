package dev.berth.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.cli.Run;
import dev.berth.cli.output.Terminal;
import dev.berth.cli.service.Backbone;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.DeleteProvider;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.terminal.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code berth audit} says of what was so before, of a consumer that moved and is gone, and a host likewise. */
final class AuditPastCommandsTest {
    private static final Region WEST = new Region("west");
    private static final ResourceClass VCPU = ResourceClass.of("VCPU");
    private static final ResourceClass DISK_GB = ResourceClass.of("DISK_GB");
    private static final ProviderId CN1 = new ProviderId(new UUID(0x1000, 1));
    private static final ProviderId CN2 = new ProviderId(new UUID(0x1000, 2));
    private static final ProviderId CN3 = new ProviderId(new UUID(0x1000, 3));
    private static final ConsumerId VM = new ConsumerId(new UUID(0x3000, 1));
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path dir;

    private static Backbone backbone;
    private static final List<Position> POSITIONS = new ArrayList<>();
    private static int commands;

    @BeforeAll
    static void start() throws Exception {
        backbone = Backbone.start(Optional.empty(), Optional.empty(), dir, 0, 0, fault -> {});
        TopicAdmin.ensure(backbone.kafka(), 1, 1);
        try (SchemaRegistry registry = SchemaRegistry.connect(backbone.registryUrl())) {
            registry.registerSchemas();
            try (CommandPublisher publisher = CommandPublisher.open(backbone.kafka(), new CommandCodec(registry))) {
                for (Command command : List.of(
                        new CreateProvider(id(), CN1, "cn1", Optional.empty()),
                        inventories(CN1, 8),
                        new CreateProvider(id(), CN2, "cn2", Optional.empty()),
                        inventories(CN2, 2),
                        claim(ExpectedConsumer.ABSENT, CN1, 4),
                        new CreateProvider(id(), CN3, "cn3", Optional.empty()),
                        inventories(CN3, 8),
                        claim(ExpectedConsumer.atGeneration(1), CN3, 4),
                        new ReleaseAllocations(id(), VM),
                        new DeleteProvider(id(), CN3))) {
                    POSITIONS.add(publisher
                            .publish(WEST, command)
                            .toCompletableFuture()
                            .get());
                }
            }
        }
    }

    private static CommandId id() {
        return new CommandId(new UUID(0, ++commands));
    }

    private static Command inventories(ProviderId provider, int vcpus) {
        return new ReplaceInventories(
                id(),
                provider,
                OptionalLong.empty(),
                ImmutableSortedMap.of(VCPU, InventoryRecord.of(vcpus), DISK_GB, InventoryRecord.of(100)));
    }

    private static Command claim(ExpectedConsumer expected, ProviderId provider, int vcpus) {
        return new ClaimAllocations(
                id(),
                ImmutableList.of(new ConsumerClaim(
                        VM, expected, "p", "u", Optional.empty(), Allocations.of(provider, VCPU, vcpus))));
    }

    @AfterAll
    static void stop() {
        backbone.close();
    }

    @Test
    void tellsTheHistoryOfAHostByTheNameThatItHasOrHad() throws Exception {
        Run there = run("history", "host", "cn1");
        assertThat(there.status()).as(there.err()).isEqualTo(ExitCode.OK);
        assertThat(there.err()).contains("cn1 is host " + CN1 + ".");
        assertThat(there.out())
                .isEqualTo(run("history", "host", CN1.toString()).out())
                .isNotEmpty();
        Run gone = run("history", "provider", "cn3");
        assertThat(gone.err()).contains("cn3 is provider " + CN3 + ".");
        assertThat(gone.out()).contains("DELETE_PROVIDER");
        Run none = run("history", "host", "cn9");
        assertThat(none.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(none.err()).contains("a UUID or the name of a host but no one in region west ever had the name cn9");
        assertThat(run("history", "device", "0000:81:00.1", "--host", "cn1").err())
                .contains("cn1 is host " + CN1, "Nothing ever happened to device 0000:81:00.1");
        assertThat(run("history", "device", "nonsense", "--host", CN1.toString())
                        .status())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void tellsThePartOfAHistoryThatIsAskedFor() {
        assertThat(run("history", "consumer", VM.toString()).out().lines()).hasSize(3);
        assertThat(run("history", "consumer", VM.toString(), "--from", at(5), "--to", at(8))
                        .out()
                        .lines())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("\"offset\":" + POSITIONS.get(7).offset()));
        assertThat(run("history", "consumer", VM.toString(), "--from", "24h")
                        .out()
                        .lines())
                .hasSize(3);
        Run before = run("history", "consumer", VM.toString(), "--to", "2026-01-01T00:00:00Z");
        assertThat(before.status()).isEqualTo(ExitCode.OK);
        assertThat(before.err()).contains("Nothing happened to consumer " + VM + " in region west in this part");
        assertThat(run("history", "consumer", VM.toString(), "--from", "0@1000").status())
                .isEqualTo(ExitCode.COULD_NOT_RUN);
    }

    @Test
    void saysWhyOfAnyTimeAndOfEveryChange() throws Exception {
        JsonNode last = JSON.readTree(run("why", VM.toString()).out());
        assertThat(last.path("command").asText()).isEqualTo("RELEASE_ALLOCATIONS");
        JsonNode first = JSON.readTree(run("why", VM.toString(), "--at", at(6)).out());
        assertThat(first.path("offset").asLong()).isEqualTo(POSITIONS.get(4).offset());
        Run all = run("why", VM.toString(), "--all");
        assertThat(all.out().lines().map(line -> line.replaceAll(".*?\"offset\":(\\d+).*", "$1")))
                .containsExactly(offset(4), offset(7), offset(8));
        Run early = run("why", VM.toString(), "--at", at(3));
        assertThat(early.status()).isEqualTo(ExitCode.OK);
        assertThat(early.out()).isEmpty();
        assertThat(early.err()).contains("Nothing was ever given to consumer " + VM + " in region west until " + at(3));
        assertThat(run("why", VM.toString(), "--at", at(3), "--all").status()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void saysWhatAHostLackedThatWasNoCandidate() throws Exception {
        JsonNode why = JSON.readTree(run("why", VM.toString(), "--at", at(4)).out());
        assertThat(why.at("/alternatives/0/takes/0/name").asText()).isEqualTo("cn1");
        assertThat(why.path("no_candidates")).hasSize(1);
        assertThat(why.at("/no_candidates/0/root_name").asText()).isEqualTo("cn2");
        assertThat(why.at("/no_candidates/0/lacks/0/reason").asText()).isEqualTo("NEVER_FITS");
        String watched = System.getProperty(Terminal.PROPERTY);
        System.setProperty(Terminal.PROPERTY, "true");
        try {
            assertThat(run("why", VM.toString(), "--at", at(4)).out())
                    .containsPattern("no candidates then, the nearest first:\\R    cn2 \\(" + CN2 + "\\)\\R      cn2 ");
        } finally {
            if (watched == null) {
                System.clearProperty(Terminal.PROPERTY);
            } else {
                System.setProperty(Terminal.PROPERTY, watched);
            }
        }
    }

    @Test
    void showsWhatWasFreeOfEveryClassAtOnce() throws Exception {
        JsonNode fields =
                JSON.readTree(run("at", at(4), "cat", "providers/cn1").out()).path("fields");
        assertThat(fields.path("free VCPU").asInt()).isEqualTo(4);
        assertThat(fields.path("free DISK_GB").asInt()).isEqualTo(100);
        assertThat(fields.path("capacity VCPU").asInt()).isEqualTo(8);
        JsonNode one = JSON.readTree(
                run("at", at(4), "cat", "providers/cn1/inventories/VCPU").out());
        assertThat(one.at("/fields/free").asInt()).isEqualTo(4);
        assertThat(run("diff", at(3), at(4)).out()).contains("used VCPU").doesNotContain("free", "capacity");
    }

    @Test
    void saysOfWhatIsNotThereWhenItWas() {
        for (String[] each : new String[][] {
            {at(3), "consumers/" + VM, "consumer " + VM + " held nothing then", at(4), at(8)},
            {"now", "consumers/" + VM + "/allocations", "consumer " + VM + " held nothing then", at(4), at(8)},
            {"now", "providers/" + CN3, "provider " + CN3 + " was not there then", at(5), at(9)}
        }) {
            Run run = run("at", each[0], "cat", each[1]);
            assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
            assertThat(run.err())
                    .contains(each[2], "it has history from " + each[3] + " to " + each[4])
                    .contains("berth audit history ");
        }
        ConsumerId nobody = new ConsumerId(new UUID(9, 9));
        assertThat(run("at", "now", "cat", "consumers/" + nobody).err())
                .contains("nothing ever happened to consumer " + nobody + " in region west");
    }

    private static String at(int number) {
        return POSITIONS.get(number).toString();
    }

    private static String offset(int number) {
        return Long.toString(POSITIONS.get(number).offset());
    }

    private static Run run(String... arguments) {
        return Run.of(Stream.of(
                        Stream.of("audit"),
                        Stream.of(arguments),
                        Stream.of(
                                "--region",
                                "west",
                                "--kafka",
                                backbone.kafka().bootstrapServers(),
                                "--registry",
                                backbone.registryUrl()))
                .flatMap(words -> words)
                .toArray(String[]::new));
    }
}

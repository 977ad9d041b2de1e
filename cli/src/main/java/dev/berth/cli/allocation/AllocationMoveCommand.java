package dev.berth.cli.allocation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.api.microversion.Feature;
import dev.berth.cli.client.GuardedWrite;
import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.client.ServiceAnswer;
import dev.berth.cli.output.PrintOptions;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.ExitCode;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "move",
        header = "Move what a consumer holds to another consumer, or from one provider to another.",
        descriptionHeading = "%n",
        description = {
            "All at once: there is no moment at which it is held by both or by none. To another consumer it keeps its "
                    + "project and user; the other one must hold nothing. Where somebody else has changed the consumer "
                    + "since it was read, nothing is moved, and it is said what it holds now."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:it is moved",
            "1:the service does not answer, or refuses it, as where it does not fit, or somebody else has changed the "
                    + "consumer meanwhile; the words say what",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth allocation move 3f1c2d4e-5a6b-4c7d-8e9f-0a1b2c3d4e5f --from node1 --to node2",
            "  berth allocation move 3f1c2d4e-5a6b-4c7d-8e9f-0a1b2c3d4e5f --to-consumer"
                    + " 7b0c1d2e-3f4a-4b5c-9d6e-7f8091a2b3c4 --type MIGRATION"
        })
final class AllocationMoveCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConsumerReference consumer;

    @ArgGroup(multiplicity = "1")
    private Way way;

    private static final class Way {
        @Option(names = "--to-consumer", paramLabel = "CONSUMER", description = "The consumer that holds it then.")
        private Optional<UUID> heir = Optional.empty();

        @ArgGroup(exclusive = false)
        private Providers providers;
    }

    private static final class Providers {
        @Option(
                names = "--from",
                paramLabel = "PROVIDER",
                required = true,
                description = "Of which provider it gives back all that it holds, by its UUID or its name.")
        private String from;

        @Option(
                names = "--to",
                paramLabel = "PROVIDER",
                required = true,
                description = "Of which provider it gets the same amounts.")
        private String to;
    }

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "With --to-consumer: what that one is, such as MIGRATION (default: what the first one is).")
    private Optional<String> type = Optional.empty();

    @Mixin
    private PlacementOptions placement;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        placement.open(type.isPresent() ? Feature.CONSUMER_TYPES : Feature.CONSUMER_GENERATIONS, "allocation move");
        consumer.holding(placement);
        GuardedWrite write = new GuardedWrite("consumer " + consumer.text(), placement);
        if (way.heir.isPresent()) {
            String heir = way.heir.get().toString();
            write.write(() -> placement.get(consumer.path()), before -> toConsumer(before, heir));
            ConsumerReference.show(heir, placement, print);
        } else if (type.isPresent()) {
            throw new ParameterException(spec.commandLine(), "--type is of the consumer that --to-consumer names");
        } else {
            String from = placement.uuid(way.providers.from);
            String to = placement.uuid(way.providers.to);
            write.write(() -> placement.get(consumer.path()), before -> toProvider(before, from, to));
            ConsumerReference.show(consumer.text(), placement, print);
        }
        return ExitCode.OK;
    }

    private ServiceAnswer toConsumer(JsonNode before, String heir) throws InterruptedException {
        if (new ConsumerAllocations(placement.get(ConsumerAllocations.path(heir))).isThere()) {
            throw new CannotRunException(
                    "consumer " + heir + " holds something already; berth allocation show " + heir + " says what");
        }
        ConsumerAllocations held = new ConsumerAllocations(before);
        ObjectNode claims = CandidateFile.empty();
        ObjectNode release = held.claim(CandidateFile.empty());
        ObjectNode claim = held.claim(held.allocations());
        claim.putNull("consumer_generation");
        // Both have to have one or none. Of who holds nothing it is not kept.
        type.ifPresent(name -> claim.put(ConsumerAllocations.TYPE, name));
        type.ifPresent(name -> release.put(ConsumerAllocations.TYPE, name));
        claims.set(consumer.text(), release);
        claims.set(heir, claim);
        return placement.claim(claims, (service, body) -> service.post("/allocations", body));
    }

    private ServiceAnswer toProvider(JsonNode before, String from, String to) throws InterruptedException {
        ConsumerAllocations held = new ConsumerAllocations(before);
        ObjectNode allocations = held.allocations();
        JsonNode moved = allocations.remove(from);
        if (moved == null) {
            throw new CannotRunException("consumer " + consumer.text() + " holds nothing of " + way.providers.from
                    + "; berth allocation show " + consumer.text() + " says what it holds");
        }
        ObjectNode there = allocations.withObject("/" + to).withObject("/resources");
        for (Map.Entry<String, JsonNode> amount : moved.path("resources").properties()) {
            there.put(
                    amount.getKey(),
                    there.path(amount.getKey()).asLong() + amount.getValue().asLong());
        }
        return placement.claim(held.claim(allocations), (service, claim) -> service.put(consumer.path(), claim));
    }
}

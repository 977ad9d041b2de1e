package dev.berth.cli.allocation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.api.microversion.Feature;
import dev.berth.cli.client.GuardedWrite;
import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.client.ServiceAnswer;
import dev.berth.cli.output.PrintOptions;
import dev.berth.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "delete",
        header = "Give back all that a consumer holds.",
        descriptionHeading = "%n",
        description = {
            "Where somebody else has changed the consumer since it was read, it keeps what it holds, and it is said "
                    + "what that is now. berth audit orphans finds those who hold something and do not exist any more."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the consumer holds nothing any more",
            "1:the service does not answer, or refuses it, or the consumer holds nothing, or somebody else has changed "
                    + "it meanwhile; the words say what",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth allocation delete 3f1c2d4e-5a6b-4c7d-8e9f-0a1b2c3d4e5f"})
final class AllocationDeleteCommand implements Callable<Integer> {
    @Mixin
    private ConsumerReference consumer;

    @Mixin
    private PlacementOptions placement;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        placement.open(Feature.CONSUMER_GENERATIONS, "allocation delete");
        JsonNode held = consumer.holding(placement).json();
        new GuardedWrite("consumer " + consumer.text(), placement)
                .write(() -> placement.get(consumer.path()), this::release);
        ObjectNode released = JsonNodeFactory.instance.objectNode().put("released", consumer.text());
        released.set("allocations", held.path("allocations"));
        print.show(released, out -> out.println("Consumer " + consumer.text() + " holds nothing any more."));
        return ExitCode.OK;
    }

    /** DELETE would not ask for the generation, so nothing is claimed in place of what is held. */
    private ServiceAnswer release(JsonNode before) throws InterruptedException {
        return placement.claim(
                new ConsumerAllocations(before).claim(CandidateFile.empty()),
                (service, claim) -> service.put(consumer.path(), claim));
    }
}

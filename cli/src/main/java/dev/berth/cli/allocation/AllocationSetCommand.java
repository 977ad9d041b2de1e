package dev.berth.cli.allocation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.api.microversion.Feature;
import dev.berth.cli.client.GuardedWrite;
import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.option.ReadWords;
import dev.berth.cli.output.PrintOptions;
import dev.berth.terminal.ExitCode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "set",
        header = "Set what a consumer holds, all or none of it.",
        descriptionHeading = "%n",
        description = {
            "Replaces all that it holds, or with --amend what it holds of the providers that are named. A new consumer "
                    + "needs --project and --user; one that is there keeps those that it has. Where somebody else has "
                    + "changed the consumer since it was read, nothing is written, and it is said what it holds now."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the consumer holds it",
            "1:the service does not answer, or refuses it, as where it does not fit, or somebody else has changed the "
                    + "consumer meanwhile; the words say what",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth allocation set 3f1c2d4e-5a6b-4c7d-8e9f-0a1b2c3d4e5f node1=VCPU:2,MEMORY_MB:2048 --project p1"
                    + " --user u1 --type INSTANCE",
            "  berth allocation set 3f1c2d4e-5a6b-4c7d-8e9f-0a1b2c3d4e5f storage1=DISK_GB:20 --amend",
            "  berth allocation set 3f1c2d4e-5a6b-4c7d-8e9f-0a1b2c3d4e5f --candidate candidate.json --project p1"
                    + " --user u1"
        })
final class AllocationSetCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConsumerReference consumer;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "[PROVIDER=CLASS:N[,CLASS:N]]...",
            hideParamSyntax = true,
            description = "How much of a provider, by its UUID or its name.")
    private List<String> amounts = List.of();

    @Option(
            names = "--candidate",
            paramLabel = "FILE",
            description = "An allocation request as berth candidates prints it as JSON, - for standard input, instead "
                    + "of amounts; what it maps its groups to is claimed with it.")
    private Optional<String> candidate = Optional.empty();

    @Option(names = "--amend", description = "Leave what the consumer holds of other providers.")
    private boolean isAmended;

    @Option(names = "--project", paramLabel = "PROJECT", description = "The id of the consumer's project.")
    private Optional<String> project = Optional.empty();

    @Option(names = "--user", paramLabel = "USER", description = "The id of the consumer's user.")
    private Optional<String> user = Optional.empty();

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "What the consumer is, such as INSTANCE or MIGRATION; from 1.38 on a new one needs it "
                    + "(default: INSTANCE, or what it is).")
    private Optional<String> type = Optional.empty();

    @Mixin
    private PlacementOptions placement;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        placement.open(type.isPresent() ? Feature.CONSUMER_TYPES : Feature.CONSUMER_GENERATIONS, "allocation set");
        if (candidate.isPresent() != amounts.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "expected amounts of providers, or a --candidate instead");
        }
        if (isAmended && candidate.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "--amend is about providers that are named, a candidate is all of a claim");
        }
        ObjectNode request = candidate.isPresent() ? CandidateFile.read(candidate.get()) : named();
        new GuardedWrite("consumer " + consumer.text(), placement)
                .write(
                        () -> placement.get(consumer.path()),
                        before -> placement.claim(
                                claim(new ConsumerAllocations(before), request),
                                (service, claim) -> service.put(consumer.path(), claim)));
        consumer.show(placement, print);
        return ExitCode.OK;
    }

    private ObjectNode named() throws InterruptedException {
        ObjectNode request = CandidateFile.empty();
        ObjectNode allocations = request.putObject("allocations");
        for (NamedAmounts of : ReadWords.of(amounts, NamedAmounts::of, spec)) {
            ObjectNode resources =
                    allocations.withObject("/" + placement.uuid(of.provider())).withObject("/resources");
            of.amounts().forEach(resources::put);
        }
        return request;
    }

    private ObjectNode claim(ConsumerAllocations before, ObjectNode request) {
        ObjectNode allocations = isAmended ? before.allocations() : CandidateFile.empty();
        allocations.setAll((ObjectNode) request.path("allocations"));
        ObjectNode claim = before.claim(allocations);
        request.properties().stream()
                .filter(field -> !field.getKey().equals("allocations"))
                .forEach(field -> claim.set(field.getKey(), field.getValue()));
        project.ifPresent(id -> claim.put("project_id", id));
        user.ifPresent(id -> claim.put("user_id", id));
        type.ifPresent(name -> claim.put(ConsumerAllocations.TYPE, name));
        if (!claim.has("project_id") || !claim.has("user_id")) {
            throw new ParameterException(
                    spec.commandLine(), "consumer " + consumer.text() + " is new, so it needs --project and --user");
        }
        if (!before.isThere() && placement.has(Feature.CONSUMER_TYPES) && !claim.has(ConsumerAllocations.TYPE)) {
            claim.put(ConsumerAllocations.TYPE, "INSTANCE");
        }
        return claim;
    }
}

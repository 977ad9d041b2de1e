package dev.berth.cli.log;

import dev.berth.auditor.LogFilter;
import dev.berth.events.command.CommandKind;
import dev.berth.events.decision.Rejection;
import dev.berth.events.model.Region;
import dev.berth.ledger.history.Subject;
import dev.berth.terminal.RegionConverter;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which records of the log are wanted, for every command that shows some. */
final class LogFilterOptions {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--region",
            paramLabel = "NAME",
            converter = RegionConverter.class,
            description = "Only records of this region, whose partition is read alone.")
    private Optional<Region> region = Optional.empty();

    @Option(
            names = "--kind",
            paramLabel = "COMMAND",
            description = "Only commands of this kind, such as CLAIM_ALLOCATIONS.")
    private Optional<CommandKind> kind = Optional.empty();

    @Option(
            names = "--provider",
            paramLabel = "UUID",
            description = "Only what names the provider: the command, what followed, or why it was refused.")
    private Optional<String> provider = Optional.empty();

    @Option(names = "--consumer", paramLabel = "UUID", description = "Only what names the consumer.")
    private Optional<String> consumer = Optional.empty();

    @Option(names = "--user", paramLabel = "ID", description = "Only what this user sent, as far as the sender said.")
    private Optional<String> user = Optional.empty();

    @Option(names = "--project", paramLabel = "ID", description = "Only what somebody of this project sent.")
    private Optional<String> project = Optional.empty();

    @Option(names = "--agent", paramLabel = "HOST", description = "Only what the agent on this host sent.")
    private Optional<String> agent = Optional.empty();

    @Option(
            names = "--request",
            paramLabel = "ID",
            description = "Only the request of this id, or all of the operation of this global id.")
    private Optional<String> request = Optional.empty();

    @Option(
            names = "--refusal",
            paramLabel = "CODE",
            description = "Only what was refused with this code, such as CAPACITY_EXCEEDED.")
    private Optional<Rejection> refusal = Optional.empty();

    Optional<Region> region() {
        return region;
    }

    LogFilter filter() {
        return new LogFilter(
                region,
                kind,
                provider.map(id -> ((Subject.OfProvider) subject(Subject.Kind.PROVIDER, id)).id()),
                consumer.map(id -> ((Subject.OfConsumer) subject(Subject.Kind.CONSUMER, id)).id()),
                user,
                project,
                agent,
                request,
                refusal);
    }

    private Subject subject(Subject.Kind of, String id) {
        try {
            return Subject.of(of, id, Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + of.text() + ": " + e.getMessage());
        }
    }
}

package dev.berth.cli.region;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.auditor.OriginText;
import dev.berth.cli.option.LogOptions;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.Decoding;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.ActivateRules;
import dev.berth.events.command.Sent;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.LogReader;
import dev.berth.events.log.LogRecord;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.Topics;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Printable;
import dev.berth.events.model.Region;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.ExitCode;
import dev.berth.terminal.RegionConverter;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code berth skip}: lets a region go on after a record that stopped it. Made by picocli, for one run and its thread.
 */
@CommandLine.Command(
        name = "skip",
        header = "Let a stopped region go on after the record that stopped it.",
        description = {
            "A region stops at a record that it can neither apply nor leave out; /readyz and the service's log name "
                    + "its position as partition@offset. This shows what is there and, with --yes, appends a "
                    + "command to pass it. Every replay passes it too, so what it said is lost for good; what came "
                    + "behind it is then decided."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:shown, or with --yes appended",
            "1:Kafka or the registry cannot be used, or no record of that region is there",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth skip --region east --offset 1042              show the record",
            "  berth skip --region east --offset 1042 --yes        and pass it"
        })
public final class SkipCommand implements Callable<Integer> {
    /** How much of a record is shown, in characters. */
    private static final int CONTENT_MAX = 10_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--region",
            paramLabel = "NAME",
            defaultValue = "default",
            converter = RegionConverter.class,
            description = "The region that has stopped (default: ${DEFAULT-VALUE}).")
    private Region region;

    @Option(
            names = "--offset",
            paramLabel = "N",
            required = true,
            description = "The offset at which it has stopped, in the region's partition.")
    private long offset;

    @Option(names = "--yes", description = "Do it; without this the record is only shown.")
    private boolean isMeant;

    @Option(
            names = "--reopen",
            description = "Pass a record that closed the region. Only where it goes on in no other log: what both "
                    + "decide would be two truths.")
    private boolean isReopened;

    @Mixin
    private LogOptions log;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (SchemaRegistry registry = log.openRegistry()) {
            CommandCodec codec = new CommandCodec(registry);
            LogRecord found = find();
            show(found, codec, out);
            if (closes(found, codec) && isMeant && !isReopened) {
                out.flush();
                throw new CannotRunException("the record at " + found.position() + " closed region " + region
                        + ", so that it can go on in another log. If it does, passing it would have both logs decide "
                        + "it. Only if it does not: --reopen");
            }
            if (isMeant) {
                out.println("A command to skip it is at " + append(codec) + ". " + region
                        + " goes on if it has stopped there; /readyz tells.");
            } else {
                out.println("Nothing was changed. Run again with --yes to skip it, in every replay and for good.");
            }
            out.flush();
        }
        return ExitCode.OK;
    }

    private LogRecord find() {
        int partition = Partitions.of(region, partitions());
        try (LogReader reader =
                LogReader.open(log.kafka(), Topics.LOG.topic(), ImmutableSortedMap.of(partition, offset))) {
            Position wanted = new Position(partition, offset, 0);
            LogRecord found = reader.next()
                    .filter(message -> message.position().offset() == offset)
                    .orElseThrow(() -> new CannotRunException("nothing stands at " + wanted + " of the log, in whose"
                            + " partition " + partition + " region " + region
                            + " is at home; --region names another region"));
            if (!found.region().equals(Optional.of(region))) {
                throw new CannotRunException("expected a record of region " + region + " at " + wanted + " but it is "
                        + found.region()
                                .map(other -> "one of region " + other
                                        + "; if that is the one that has stopped, say --region " + other)
                                .orElseGet(() -> "foreign (" + found.whyForeign() + "), and stops no region"));
            }
            return found;
        } catch (IllegalArgumentException outside) {
            throw new CannotRunException(
                    outside.getMessage() + ", where region " + region + " is at home; --region names another region",
                    outside);
        }
    }

    private int partitions() {
        try (LogReader all = LogReader.open(log.kafka(), Topics.LOG.topic())) {
            return all.progress().partitions().size();
        }
    }

    private static boolean closes(LogRecord found, CommandCodec codec) {
        return codec.decodeSent(found.value()) instanceof Decoding.Decoded<Sent> decoded
                && decoded.value().command() instanceof ActivateRules command
                && command.closes();
    }

    private static void show(LogRecord found, CommandCodec codec, PrintWriter out) {
        Decoding<Sent> content = codec.decodeSent(found.value());
        out.println("position  " + found.position());
        out.println("appended  " + Instant.ofEpochMilli(found.position().timestampMs()));
        out.println("size      " + (found.value() == null ? "no value" : found.value().length + " bytes"));
        if (content instanceof Decoding.Decoded<Sent> decoded) {
            out.println(
                    "sent      " + decoded.value().origin().map(OriginText::of).orElse("by somebody unknown"));
            out.println("content   " + Printable.of(decoded.value().command(), CONTENT_MAX));
        } else if (content instanceof Decoding.Malformed<Sent> malformed) {
            out.println("content   a command that is refused, and stops nothing: " + Printable.of(malformed.reason()));
        } else {
            out.println("content   cannot be read: "
                    + Printable.of(content.problem().orElseThrow()));
        }
    }

    private Position append(CommandCodec codec) throws InterruptedException {
        SkipRecord skip = new SkipRecord(new CommandId(UUID.randomUUID()), offset);
        try (CommandPublisher publisher = CommandPublisher.open(log.kafka(), codec)) {
            return publisher.append(region, LogOrigin.sent(skip, LogOrigin.operator()));
        }
    }
}

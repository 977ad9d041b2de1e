package dev.berth.cli.region;

import dev.berth.cli.option.LogOptions;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.ActivateRules;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.terminal.ExitCode;
import dev.berth.terminal.RegionConverter;
import java.io.PrintWriter;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code berth region close}: nothing of a region is decided in this log any more. */
@Command(
        name = "close",
        header = "Close a region, so that it can go on in another log.",
        description = {
            "Appends a record at which the region stops for good, in every replay: what was appended before it is "
                    + "decided, what comes behind it is not. Writes are refused with 503 and these words, reads show "
                    + "what the region came to.",
            "",
            "Until it was moved, berth skip --reopen takes it back."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:shown, or with --yes appended",
            "1:Kafka or the registry cannot be used",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = "  berth region close --region east --yes")
final class RegionCloseCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--region",
            paramLabel = "NAME",
            required = true,
            converter = RegionConverter.class,
            description = "The region to close.")
    private Region region;

    @Option(names = "--yes", description = "Do it; without this nothing is changed.")
    private boolean isMeant;

    @Mixin
    private LogOptions log;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (!isMeant) {
            out.println("Nothing was changed. With --yes region " + region
                    + " takes no more writes in this log; what was appended before is decided.");
            out.flush();
            return ExitCode.OK;
        }
        try (SchemaRegistry registry = log.openRegistry();
                CommandPublisher publisher = CommandPublisher.open(log.kafka(), new CommandCodec(registry))) {
            ActivateRules closing = ActivateRules.closing(new CommandId(UUID.randomUUID()));
            Position closed = publisher.append(region, LogOrigin.sent(closing, LogOrigin.operator()));
            out.println("region " + region + " is closed at " + closed + "; move it with: berth region move --region "
                    + region);
            out.flush();
            return ExitCode.OK;
        }
    }
}

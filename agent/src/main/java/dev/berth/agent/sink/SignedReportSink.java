package dev.berth.agent.sink;

import dev.berth.agent.ReportNumbers;
import dev.berth.agent.ReportSink;
import dev.berth.agent.report.ReportedHost;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.command.ReportHost;
import dev.berth.events.log.ReportPublisher;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Origin;
import dev.berth.events.model.Region;
import dev.berth.events.report.ReportEnvelope;
import dev.berth.terminal.Version;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.PrivateKey;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Reports by signed records in Kafka, whose decisions are not heard of. For the agent's thread.
 *
 * @param numbers are kept over restarts, because nobody can be asked for the last one here
 */
public record SignedReportSink(
        ReportPublisher publisher, CommandCodec codec, PrivateKey key, Region region, ReportNumbers numbers)
        implements ReportSink {
    /** The intake gives each report an id that follows from it. */
    private static final CommandId UNSENT = new CommandId(new UUID(0, 0));

    @Override
    public CompletionStage<Receipt> send(ReportedHost report) {
        ReportHost command = report.toCommand(UNSENT).withSequence(numbers.next());
        Origin origin = Origin.agent(ownName(), Version.number());
        ReportEnvelope envelope = new ReportEnvelope(
                region,
                command.host(),
                command.sequence().getAsLong(),
                origin.agentHost(),
                origin.agentVersion(),
                codec.encode(command));
        Receipt unheard = new Receipt.Unheard(numbers.doubt());
        return publisher.publish(region, command.host(), envelope.seal(key)).thenApply(taken -> unheard);
    }

    /** This machine's name, which may report another host than this; empty where it has none. */
    private static String ownName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }
}

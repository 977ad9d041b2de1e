package dev.berth.agent.sink;

import dev.berth.agent.ReportNumbers;
import dev.berth.agent.ReportSink;
import dev.berth.agent.report.ReportedHost;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.command.ReportHost;
import dev.berth.events.host.HostRow;
import dev.berth.events.log.ReportPublisher;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Origin;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.report.ReportEnvelope;
import dev.berth.events.report.ReportRefusal;
import dev.berth.terminal.Version;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/**
 * Reports by signed records in Kafka, and hears from berth.hosts what was decided. Each minute without a report it
 * sends a heartbeat. For the agent's thread, which it holds up.
 */
public final class SignedReportSink implements ReportSink {
    /** The intake gives each report an id that follows from it. */
    private static final CommandId UNSENT = new CommandId(new UUID(0, 0));

    /** How long it usually may take from Kafka's word to the decision. */
    public static final Duration DECISION_TIMEOUT = Duration.ofSeconds(20);

    private static final long HEARTBEAT_NS = Duration.ofSeconds(50).toNanos();

    private final ReportPublisher publisher;
    private final CommandCodec codec;
    private final PrivateKey key;
    private final Region region;
    private final ReportNumbers numbers;
    private final HostListener listener;
    private final Duration timeout;
    private final ContactListener contact;
    private final Origin origin = Origin.agent(ownName(), Version.number());
    private long toldNs = System.nanoTime() - HEARTBEAT_NS;

    /**
     * @param numbers are kept over restarts, because nobody can be asked for the last one here
     * @param timeout how long to wait for a decision
     * @param contact told of what is asked before a report is written
     */
    public SignedReportSink(
            ReportPublisher publisher,
            CommandCodec codec,
            PrivateKey key,
            Region region,
            ReportNumbers numbers,
            HostListener listener,
            Duration timeout,
            ContactListener contact) {
        this.publisher = publisher;
        this.codec = codec;
        this.key = key;
        this.region = region;
        this.numbers = numbers;
        this.listener = listener;
        this.timeout = timeout;
        this.contact = contact;
    }

    @Override
    public CompletionStage<Receipt> send(ReportedHost report) {
        try {
            return CompletableFuture.completedStage(sendNow(report));
        } catch (IOException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private Receipt sendNow(ReportedHost report) throws IOException {
        listener.open(report.host());
        contact.answered();
        ReportHost command = report.toCommand(UNSENT).withSequence(numbers.next());
        long sequence = command.sequence().getAsLong();
        byte[] sealed = sealed(command.host(), sequence, codec.encode(command));
        contact.made();
        await(publisher.publish(region, command.host(), sealed));
        toldNs = System.nanoTime();
        Optional<HostRow.Report> decided = listener.awaitReport(sequence, timeout);
        if (decided.isEmpty()) {
            return new Receipt.Unheard(numbers.doubt());
        }
        return decided.get()
                .refusal()
                .<Receipt>map(refusal -> new Receipt.Rejected(ReportRefusal.words(refusal)))
                .orElseGet(() -> new Receipt.Accepted(
                        true,
                        List.of(),
                        listener.vouched()
                                .filter(row ->
                                        row.position().equals(decided.get().position()))
                                .map(HostRow.Vouched::digest)));
    }

    private byte[] sealed(ProviderId host, long sequence, byte[] report) {
        return new ReportEnvelope(region, host, sequence, origin.agentHost(), origin.agentVersion(), report).seal(key);
    }

    @Override
    public Standing standing(ProviderId host) throws IOException {
        listener.open(host);
        listener.read();
        if (System.nanoTime() - toldNs >= HEARTBEAT_NS) {
            toldNs = System.nanoTime();
            ReportEnvelope beat =
                    ReportEnvelope.heartbeat(region, host, numbers.next(), origin.agentHost(), origin.agentVersion());
            await(publisher.publish(region, host, beat.seal(key)));
        }
        return new Standing.Told(listener.vouched().map(HostRow.Vouched::digest));
    }

    private static void await(CompletionStage<Void> sent) throws IOException {
        try {
            sent.toCompletableFuture().get();
        } catch (ExecutionException | CompletionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
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

package dev.berth.api.differential;

import dev.berth.api.server.BrokerlessServer;
import dev.berth.events.model.Region;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Sends sequences of calls to both services, each from an empty state, until their replies differ. */
final class Sequence {
    private final BrokerlessServer server;
    private final Service ours;
    private final Service theirs;
    private final String resetCommand;
    private int toleratedReads;

    /** A sequence whose last call is answered differently. */
    record Finding(List<ApiCall> calls, Difference difference, ApiReply ours, ApiReply theirs) {
        ApiCall last() {
            return calls.get(calls.size() - 1);
        }

        String text() {
            return difference + "\n" + calls.stream().map(ApiCall::curl).collect(Collectors.joining("\n"))
                    + "\n  ours   " + ours + "\n  theirs " + theirs;
        }

        /** The same for findings that are likely to have one cause. */
        String signature() {
            return (difference + " " + last().method() + " " + last().path().replaceAll("\\?.*", "") + " "
                            + ours.status()
                            + " " + theirs.status() + " " + ours.detail() + " " + theirs.detail()
                            + (difference == Difference.HEADERS ? ours.headers() + theirs.headers() : ""))
                    .replaceAll("[0-9a-f-]{36}|\\d+|'[^']*'", "*");
        }
    }

    Sequence(BrokerlessServer server, String peer, String resetCommand) {
        this.server = server;
        this.ours = new Service("http://127.0.0.1:" + server.port());
        this.theirs = new Service(peer);
        this.resetCommand = resetCommand;
    }

    /**
     * Makes calls from a seed and compares the final states.
     *
     * @param made collects the calls made, whatever comes of them
     */
    Optional<Finding> random(long seed, int length, List<ApiCall> made) throws IOException, InterruptedException {
        reset();
        CallGenerator generator = new CallGenerator(seed, () -> server.view(Region.DEFAULT));
        while (made.size() < length) {
            made.add(generator.next());
            Optional<Finding> finding = compareLast(made);
            if (finding.isPresent()) {
                return finding;
            }
        }
        for (ApiCall read : StateCalls.all(new Names(new Dice(seed), () -> server.view(Region.DEFAULT)))) {
            made.add(read);
            Optional<Finding> finding = compareLast(made);
            if (finding.isPresent()) {
                return finding;
            }
        }
        return Optional.empty();
    }

    /** Makes the calls given; empty if all are answered alike. */
    Optional<Finding> replay(List<ApiCall> calls) throws IOException, InterruptedException {
        reset();
        List<ApiCall> made = new ArrayList<>();
        for (ApiCall call : calls) {
            made.add(call);
            Optional<Finding> finding = compareLast(made);
            if (finding.isPresent()) {
                return finding;
            }
        }
        return Optional.empty();
    }

    /** Sends the last of the calls; those before it were sent already. */
    private Optional<Finding> compareLast(List<ApiCall> calls) {
        ApiCall call = calls.get(calls.size() - 1);
        ApiReply our = ours.send(call);
        ApiReply their = theirs.send(call);
        Optional<Difference> difference = Difference.between(call, our, their);
        boolean isTolerated = difference.isPresent() && difference.get().isTolerated();
        if (isTolerated && call.isRead()) {
            toleratedReads++;
            return Optional.empty();
        }
        return difference.map(d -> new Finding(List.copyOf(calls), d, our, their));
    }

    /** How many reads were answered differently in a way that is known; the states are the same still. */
    int toleratedReads() {
        return toleratedReads;
    }

    private void reset() throws IOException, InterruptedException {
        server.reset();
        int status =
                new ProcessBuilder("sh", "-c", resetCommand).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IllegalStateException("expected the peer's reset command to succeed but it ended with " + status);
        }
    }
}

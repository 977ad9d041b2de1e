package dev.berth.cli.allocation;

import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.client.ProviderNames;
import dev.berth.cli.output.PrintOptions;
import dev.berth.terminal.CannotRunException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.UUID;
import picocli.CommandLine.Parameters;

/** The consumer that a command is about. A mixin, for one command and its thread. */
final class ConsumerReference {
    @Parameters(index = "0", paramLabel = "CONSUMER", description = "The consumer's UUID, such as a server's.")
    private UUID consumer;

    String text() {
        return consumer.toString();
    }

    String path() {
        return ConsumerAllocations.path(text());
    }

    ConsumerAllocations read(PlacementOptions placement) throws InterruptedException {
        return new ConsumerAllocations(placement.get(path()));
    }

    /**
     * The same, of a consumer that has to be there.
     *
     * @throws CannotRunException if it holds nothing
     */
    ConsumerAllocations holding(PlacementOptions placement) throws InterruptedException {
        ConsumerAllocations held = read(placement);
        if (!held.isThere()) {
            throw new CannotRunException("consumer " + text()
                    + " holds nothing; berth allocation list PROVIDER says who holds something of a provider");
        }
        return held;
    }

    /** Prints what it holds now. */
    void show(PlacementOptions placement, PrintOptions print) throws InterruptedException {
        show(text(), placement, print);
    }

    /** The same of another consumer. */
    static void show(String consumer, PlacementOptions placement, PrintOptions print) throws InterruptedException {
        ConsumerAllocations held = new ConsumerAllocations(placement.get(ConsumerAllocations.path(consumer)));
        StringWriter lines = new StringWriter();
        if (!print.areJson()) {
            // Names are asked for here, where waiting may be interrupted.
            held.show(new PrintWriter(lines), consumer, new ProviderNames(placement));
        }
        print.show(held.json(), out -> out.print(lines));
    }
}

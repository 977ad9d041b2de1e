package dev.berth.cli.chaos;

import dev.berth.simulator.link.Link;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One instance of {@code berth serve}, and the links around it.
 *
 * @param port where it listens itself
 * @param toBrokers its links to each broker
 * @param fromClients the link through which clients reach it
 * @param fromPeers the link through which its peers reach it
 * @param data where it keeps its data, as this process sees it
 * @param disk the disk of its own that this is on, if it has one
 */
record Instance(
        ChildProcess process,
        int port,
        List<Link> toBrokers,
        Link fromClients,
        Link fromPeers,
        Path data,
        Optional<SmallDisk> disk) {
    /** Where clients reach it. */
    URI door() {
        return URI.create("http://127.0.0.1:" + fromClients.port());
    }

    /** Where it is reached without a link. */
    URI itself() {
        return URI.create("http://127.0.0.1:" + port);
    }

    void mend() {
        toBrokers.forEach(Link::mend);
        fromClients.mend();
        fromPeers.mend();
    }
}

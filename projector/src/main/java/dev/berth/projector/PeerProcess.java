package dev.berth.projector;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * One process of an instance, by the names under which Kafka knows it: another one of the same instance has another
 * client id.
 *
 * @param client the client id of its Kafka Streams; those of its members of the group begin with it
 * @param producers the transactional ids of its producers, in order; none of a process that has just started
 */
public record PeerProcess(String client, List<String> producers) {
    /** More stream threads than an instance has. */
    private static final int PRODUCERS_MAX = 16;

    private static final Pattern NAME = Pattern.compile("[!-~]{1,255}");
    private static final String OWN_PREFIX = ProjectorConfig.APPLICATION_ID + "-";

    public PeerProcess {
        if (!NAME.matcher(client).matches()) {
            throw new IllegalArgumentException(
                    "expected 1 to 255 printable characters of ASCII without spaces but got " + client);
        }
        producers = List.copyOf(new TreeSet<>(producers));
    }

    /** As one line: the client id and the transactional ids, with spaces between. */
    public String text() {
        return producers.isEmpty() ? client : client + " " + String.join(" ", producers);
    }

    /** Reads {@link #text}; empty if it is anything else, or names what no projector is called. */
    public static Optional<PeerProcess> parse(String text) {
        List<String> names = new ArrayList<>(List.of(text.split(" ", PRODUCERS_MAX + 2)));
        boolean areNames = names.stream().allMatch(name -> NAME.matcher(name).matches());
        String client = names.remove(0);
        boolean areProducers =
                names.size() <= PRODUCERS_MAX && names.stream().allMatch(name -> name.startsWith(OWN_PREFIX));
        return areNames && areProducers ? Optional.of(new PeerProcess(client, names)) : Optional.empty();
    }
}

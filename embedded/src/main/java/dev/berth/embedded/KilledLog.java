package dev.berth.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a topic as a broker left them that did not stop in order. The next broker reads them through and cuts a
 * partition off where a batch fails its checksum, which is right for one that was torn while it was written, and loses
 * everything behind one that was damaged. So it is looked for before. Stateless.
 */
final class KilledLog {
    private static final String RECOVERY_POINTS = "recovery-point-offset-checkpoint";

    /** Every node has it, and no checkpoint tells how far it is sound. */
    private static final String METADATA = "__cluster_metadata";

    private KilledLog() {}

    /**
     * Looks through what the next broker would.
     *
     * @throws DamagedLogException if it would cut off whole records
     */
    static void requireIntact(Path dataDir, String topic) throws IOException {
        for (Path partition : partitions(dataDir, topic)) {
            requireIntact(partition, recoveryPoint(dataDir, partition));
        }
    }

    /**
     * Looks through Kafka's record of its own topics, which it cuts off at the first damage at any start. Of what it
     * has forgotten then it puts the logs aside, and goes on with new and empty ones.
     *
     * @throws DamagedLogException if it would cut off whole records
     */
    static void requireIntactMetadata(Path dataDir) throws IOException {
        if (Files.isDirectory(dataDir)) {
            requireIntact(dataDir, METADATA);
        }
    }

    private static void requireIntact(Path partition, long recoveryPoint) throws IOException {
        List<Path> segments = files(partition, Pattern.compile("\\d{20}\\.log"));
        for (int i = 0; i < segments.size(); i++) {
            boolean isLast = i == segments.size() - 1;
            if (!isLast && base(segments.get(i + 1)) <= recoveryPoint) {
                continue;
            }
            Optional<SegmentFile.Damage> damage = SegmentFile.damage(segments.get(i));
            if (damage.isPresent()) {
                throw new DamagedLogException(
                        "The log is damaged: " + partition.getFileName() + " has no whole record at"
                                + " offset " + damage.get().offset() + " (byte "
                                + damage.get().at() + " of "
                                + segments.get(i) + ") but whole ones behind it, up to offset "
                                + damage.get().last() + (isLast ? "" : " and in later files")
                                + ". Kafka was not started, for it would cut off everything from offset "
                                + damage.get().offset() + " on.");
            }
        }
    }

    private static List<Path> partitions(Path dataDir, String topic) throws IOException {
        return files(dataDir, Pattern.compile(Pattern.quote(topic) + "-\\d+"));
    }

    private static List<Path> files(Path dir, Pattern name) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(
                            file -> name.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    private static long base(Path segment) {
        String name = segment.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('.')));
    }

    /** Up to which offset the broker knows everything to be on the disk; 0 if it does not say. */
    private static long recoveryPoint(Path dataDir, Path partition) throws IOException {
        Path file = dataDir.resolve(RECOVERY_POINTS);
        if (!Files.exists(file)) {
            return 0;
        }
        Matcher wanted =
                Pattern.compile("(.+)-(\\d+)").matcher(partition.getFileName().toString());
        if (!wanted.matches()) {
            return 0;
        }
        String begin = wanted.group(1) + " " + wanted.group(2) + " ";
        List<String> lines = Files.readAllLines(file);
        return lines.stream()
                .filter(line ->
                        line.startsWith(begin) && line.substring(begin.length()).matches("\\d{1,18}"))
                .mapToLong(line -> Long.parseLong(line.substring(begin.length())))
                .findFirst()
                .orElse(0);
    }
}

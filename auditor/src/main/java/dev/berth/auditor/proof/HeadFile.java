package dev.berth.auditor.proof;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.file.UnfinishedFile;
import dev.berth.events.json.FailureWords;
import dev.berth.events.model.HostKey;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.events.report.ReportKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Heads of a log's chains, to be kept where nobody who writes to the log can write. A text of one line each, short
 * enough to be printed:
 *
 * <pre>
 * berth head 1
 * log 6n1oLLDnT1CbJVKTNGbGBA                     Kafka's id of the topic
 * saved 2026-11-29T01:02:03.123Z
 * region east 0@4711 2026-11-29T01:02:00.001Z 4700 0f3c…    position, time, commands decided, chain
 * sha256 …                                       of the lines above
 * key …                                          of a signed one: the public key
 * signature …                                    Ed25519 over the lines above
 * </pre>
 *
 * @param file where it was read from
 * @param log which log it is of
 * @param savedAt by the clock of who saved it
 * @param signer whose signature it has, if it has one
 */
public record HeadFile(
        Path file, LogId log, Instant savedAt, ImmutableSortedMap<Region, SavedHead> heads, Optional<HostKey> signer) {
    /** 100,000 regions. */
    private static final int LENGTH_MAX = 24_000_000;

    private static final String FIRST_LINE = "berth head 1";
    private static final Splitter WORDS = Splitter.on(' ');
    private static final Splitter PLACE = Splitter.on('@');

    /**
     * Writes the text of heads to a file.
     *
     * @throws UnusableProofException if it cannot be written
     */
    public static void write(Path file, String text) {
        try (UnfinishedFile made = UnfinishedFile.inPlaceOf(file)) {
            made.out().write(ascii(text));
            made.keep();
        } catch (IOException e) {
            throw new UnusableProofException("cannot write " + file + ": " + FailureWords.of(e), e);
        }
    }

    /**
     * Heads as a file has them.
     *
     * @param key what signs them
     */
    public static String text(
            LogId log, Instant savedAt, ImmutableSortedMap<Region, SavedHead> heads, Optional<PrivateKey> key) {
        StringBuilder text = new StringBuilder(FIRST_LINE + "\n");
        text.append("log ").append(log).append('\n');
        text.append("saved ").append(savedAt).append('\n');
        heads.values()
                .forEach(head -> text.append("region ")
                        .append(head.region())
                        .append(' ')
                        .append(head.position())
                        .append(' ')
                        .append(Instant.ofEpochMilli(head.position().timestampMs()))
                        .append(' ')
                        .append(head.decided())
                        .append(' ')
                        .append(head.chain())
                        .append('\n'));
        Sha256 sum = Sha256.of(ascii(text.toString()));
        text.append("sha256 ").append(sum).append('\n');
        key.ifPresent(by -> {
            text.append("key ").append(ReportKeys.publicKey(by)).append('\n');
            byte[] signature = ReportKeys.sign(by, ascii(text.toString()));
            text.append("signature ")
                    .append(HexFormat.of().formatHex(signature))
                    .append('\n');
        });
        return text.toString();
    }

    /**
     * Reads heads from a file.
     *
     * @param trusted whose signature it must have; empty to take any, and none
     * @throws UnusableProofException if it is no such file, was changed, or is not signed by whom it must be
     */
    public static HeadFile read(Path file, Optional<HostKey> trusted) {
        try {
            if (Files.size(file) > LENGTH_MAX) {
                throw new UnusableProofException(
                        file + " is no file of heads: it is longer than " + LENGTH_MAX + " bytes");
            }
            HeadFile read = new Reading(file, Files.readString(file, StandardCharsets.ISO_8859_1)).read();
            SignerCheck.require(file, read.signer, trusted);
            return read;
        } catch (NoSuchFileException e) {
            throw new UnusableProofException(file + " is not there", e);
        } catch (IOException e) {
            throw new UnusableProofException(file + " cannot be read: " + FailureWords.of(e), e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Takes a file apart, line by line. */
    private static final class Reading {
        private final Path file;
        private final String text;
        private int at;

        Reading(Path file, String text) {
            this.file = file;
            this.text = text;
        }

        HeadFile read() {
            if (!text.startsWith(FIRST_LINE + "\n")) {
                throw new UnusableProofException(file + " is no file of heads: its first line is not " + FIRST_LINE);
            }
            at = FIRST_LINE.length() + 1;
            try {
                return lines();
            } catch (DateTimeException | IllegalArgumentException e) {
                throw broken(e.getMessage());
            }
        }

        private HeadFile lines() {
            LogId log = new LogId(words("log", 1).get(0));
            Instant savedAt = Instant.parse(words("saved", 1).get(0));
            TreeMap<Region, SavedHead> heads = new TreeMap<>();
            while (is("region")) {
                SavedHead head = head(words("region", 5));
                if (heads.put(head.region(), head) != null) {
                    throw broken("region " + head.region() + " is in it twice");
                }
            }
            String summed = text.substring(0, at);
            String sum = words("sha256", 1).get(0);
            if (!Sha256.of(ascii(summed)).toString().equals(sum)) {
                throw broken("its lines do not come to its sha256, so it was changed or is not whole");
            }
            Optional<HostKey> signer = is("key") ? Optional.of(signer()) : Optional.empty();
            if (at < text.length()) {
                throw broken("there is more behind its end");
            }
            return new HeadFile(file, log, savedAt, ImmutableSortedMap.copyOfSorted(heads), signer);
        }

        private HostKey signer() {
            HostKey key = new HostKey(words("key", 1).get(0));
            String signed = text.substring(0, at);
            byte[] signature = HexFormat.of().parseHex(words("signature", 1).get(0));
            if (!ReportKeys.verifies(key, ascii(signed), signature)) {
                throw SignerCheck.wrongSignature(file, key);
            }
            return key;
        }

        private static SavedHead head(List<String> words) {
            List<String> place = PLACE.splitToList(words.get(1));
            if (place.size() != 2) {
                throw new IllegalArgumentException("expected a position such as 0@4711 but got another text");
            }
            return new SavedHead(
                    new Region(words.get(0)),
                    new Position(
                            Integer.parseInt(place.get(0)),
                            Long.parseLong(place.get(1)),
                            Instant.parse(words.get(2)).toEpochMilli()),
                    Long.parseLong(words.get(3)),
                    Sha256.ofBytes(HexFormat.of().parseHex(words.get(4))));
        }

        private boolean is(String name) {
            return text.startsWith(name + " ", at);
        }

        private List<String> words(String name, int count) {
            int end = text.indexOf('\n', at);
            if (!is(name) || end < 0) {
                throw broken("a line that begins with " + name + " is missing");
            }
            List<String> words = WORDS.splitToList(text.substring(at + name.length() + 1, end));
            if (words.size() != count) {
                throw broken("a line that begins with " + name + " has " + words.size() + " words behind that where "
                        + count + " belong");
            }
            at = end + 1;
            return words;
        }

        private UnusableProofException broken(String reason) {
            return new UnusableProofException(file + " is no whole file of heads: " + reason);
        }
    }
}

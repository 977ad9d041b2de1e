package dev.berth.cli.debug;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.events.file.UnfinishedFile;
import dev.berth.events.json.BoundedJson;
import dev.berth.events.json.FailureWords;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.Version;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A bundle in the making: a zip file, its owner's alone, part by part within {@link BundleLimits}. A part that cannot
 * be had, or not whole, is told in the bundle and ends nothing. Every text loses its secrets on its way in. The file
 * has its name only once it is whole. For one thread.
 */
final class BundleFile implements AutoCloseable {
    private static final String MANIFEST = "manifest.json";
    private static final ObjectMapper MAPPER = BoundedJson.mapper();

    private final Path file;
    private final UnfinishedFile unfinished;
    private final Secrets secrets;
    private final BundleLimits limits;
    private final ZipOutputStream zip;
    private final long untilNs;
    private final List<PartReport> reports = new ArrayList<>();
    private long room;

    /** Makes a part. */
    @FunctionalInterface
    interface Part {
        /** Writes UTF-8 text. What it throws is told in the bundle; what it wrote until then is kept. */
        void write(OutputStream out) throws Exception;
    }

    /** Why a part is not there, in a sentence that was foreseen. */
    static final class PartMissingException extends Exception {
        private static final long serialVersionUID = 1L;

        PartMissingException(String why) {
            super(why);
        }
    }

    /**
     * What became of a part.
     *
     * @param fault why it is not whole; empty if it is
     */
    record PartReport(String name, long bytes, long tookMs, Optional<String> fault) {}

    /** @throws CannotRunException if there is such a file already, or it cannot be made */
    BundleFile(Path file, Secrets secrets, BundleLimits limits) {
        this.file = file;
        this.secrets = secrets;
        this.limits = limits;
        this.room = limits.bytesMax();
        this.untilNs = System.nanoTime() + limits.time().toNanos();
        try {
            this.unfinished = UnfinishedFile.ofOwner(file);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
        this.zip = new ZipOutputStream(new BufferedOutputStream(unfinished.out()));
    }

    private CannotRunException cannotWrite(IOException e) {
        return CannotRunException.cannotWrite(file, e, "name another with --out");
    }

    /** Adds a part of that name, or tells why not. */
    void add(String name, Part part) throws InterruptedException {
        long beganNs = System.nanoTime();
        PartOutput out = new PartOutput((int) Math.min(limits.partBytesMax(), room));
        Optional<String> fault = make(name, part, out);
        String written = new String(out.end(), StandardCharsets.UTF_8);
        byte[] text = (fault.isPresent() ? secrets.withoutCut(written) : secrets.without(written))
                .getBytes(StandardCharsets.UTF_8);
        long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs);
        reports.add(new PartReport(name, text.length, tookMs, fault.map(secrets::without)));
        room = Math.max(0, room - text.length);
        if (text.length > 0) {
            put(name, text);
        }
    }

    private Optional<String> make(String name, Part part, PartOutput out) throws InterruptedException {
        long leftNs = Math.min(untilNs - System.nanoTime(), limits.partTime().toNanos());
        if (leftNs <= 0) {
            return Optional.of("not asked for: the " + limits.time().toSeconds() + " s of --timeout were over");
        }
        if (room <= 0) {
            return Optional.of("not asked for: the bundle is as large as --max-size says");
        }
        FutureTask<Void> making = new FutureTask<>(() -> {
            part.write(out);
            return null;
        });
        Thread thread = new Thread(making, "bundle " + name);
        thread.setDaemon(true);
        thread.start();
        try {
            making.get(leftNs, TimeUnit.NANOSECONDS);
            return Optional.empty();
        } catch (TimeoutException late) {
            making.cancel(true);
            return Optional.of("not whole after " + Duration.ofNanos(leftNs).toSeconds() + " s");
        } catch (ExecutionException e) {
            return Optional.of(out.isFull() ? "cut off after its first bytes, as many as may be" : words(e.getCause()));
        }
    }

    private static String words(Throwable failure) {
        boolean isForeseen = failure instanceof PartMissingException || failure instanceof CannotRunException;
        return isForeseen ? failure.getMessage() : FailureWords.of(failure);
    }

    private void put(String name, byte[] bytes) {
        try {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(bytes);
            zip.closeEntry();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    /** What became of each part, in the order in which they were added. */
    List<PartReport> reports() {
        return List.copyOf(reports);
    }

    /** Writes what is in it and what is not, and gives the file its name. */
    void finish() {
        put(MANIFEST, manifest());
        try {
            zip.finish();
            zip.flush();
            unfinished.keep();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private byte[] manifest() {
        ObjectNode manifest = MAPPER.createObjectNode();
        manifest.put("made_by", "berth " + Version.number());
        manifest.put("made_at", Instant.now().toString());
        manifest.put("secrets", "left out: in their place stands " + Secrets.LEFT_OUT);
        ArrayNode parts = manifest.putArray("parts");
        for (PartReport report : reports) {
            ObjectNode part = parts.addObject();
            part.put("name", report.name());
            part.put("state", report.fault().isEmpty() ? "whole" : report.bytes() > 0 ? "cut" : "missing");
            part.put("bytes", report.bytes());
            part.put("took_ms", report.tookMs());
            report.fault().ifPresent(why -> part.put("why", why));
        }
        return manifest.toPrettyString().getBytes(StandardCharsets.UTF_8);
    }

    /** Leaves nothing behind of a bundle that was not finished. */
    @Override
    public void close() {
        try {
            unfinished.close();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }
}

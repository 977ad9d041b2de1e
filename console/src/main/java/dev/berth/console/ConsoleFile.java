package dev.berth.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/**
 * One file as browsers get it. The arrays are not changed by anybody.
 *
 * @param name as it is in the address, without a directory
 * @param bytes what is in it
 * @param gzip the same, packed
 */
record ConsoleFile(String name, byte[] bytes, byte[] gzip) {
    static ConsoleFile of(String name, byte[] bytes) {
        return new ConsoleFile(name, bytes, pack(bytes));
    }

    private static byte[] pack(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** The media type that its name stands for. */
    String type() {
        String extension = name.substring(name.lastIndexOf('.') + 1);
        return switch (extension) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "js", "mjs" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalStateException("expected a file for browsers but got " + name);
        };
    }
}

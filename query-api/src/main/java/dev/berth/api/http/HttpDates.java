package dev.berth.api.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/** Times as HTTP headers write them, to the second. The last one is kept, because most answers share their second. */
final class HttpDates {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final AtomicReference<Formatted> LAST = new AtomicReference<>(new Formatted(-1, ""));

    private record Formatted(long epochSecond, String text) {}

    private HttpDates() {}

    static String format(long timestampMs) {
        long epochSecond = Math.floorDiv(timestampMs, 1000);
        Formatted last = LAST.get();
        if (last.epochSecond() == epochSecond) {
            return last.text();
        }
        String text = FORMAT.format(Instant.ofEpochSecond(epochSecond));
        LAST.set(new Formatted(epochSecond, text));
        return text;
    }
}

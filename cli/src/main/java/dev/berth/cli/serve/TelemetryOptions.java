package dev.berth.cli.serve;

import dev.berth.cli.logging.Logging;
import dev.berth.cli.option.WordConverter;
import dev.berth.cli.service.TraceSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What a service tells of itself: how it logs, and where its traces go. */
final class TelemetryOptions {
    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            converter = LogFormatConverter.class,
            defaultValue = "text",
            description = "How the log looks: text for people, or json with an object in each line "
                    + "(default: ${DEFAULT-VALUE}).")
    private LogFormat format;

    @Option(
            names = "--access-log",
            negatable = true,
            fallbackValue = "true",
            description = "Log each request that was answered: who asked for what, status, bytes and time.")
    private boolean areAccessesLogged;

    @Option(
            names = "--trace-to",
            paramLabel = "URL",
            converter = CollectorConverter.class,
            description = "Send traces of requests to a collector, by OTLP over HTTP, such as "
                    + "http://127.0.0.1:4318/v1/traces (default: no traces).")
    private Optional<URI> collector = Optional.empty();

    @Option(
            names = "--trace-ratio",
            paramLabel = "RATIO",
            converter = RatioConverter.class,
            defaultValue = "1",
            description = "Which part of the requests is traced whose clients do not say whether theirs are, from 0 to "
                    + "1 (default: ${DEFAULT-VALUE}).")
    private double ratio;

    /** How lines of the log look. */
    enum LogFormat {
        TEXT,
        JSON;

        /** The word for it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Has the log look so from now on. */
    void applyToLog() {
        if (format == LogFormat.JSON) {
            Logging.asJson();
        }
        if (areAccessesLogged) {
            Logging.withAccesses();
        }
    }

    /** Where traces go, if anywhere. */
    Optional<TraceSettings> traces() {
        return collector.map(url -> new TraceSettings(url, ratio));
    }

    /** Reads how lines look. */
    static final class LogFormatConverter extends WordConverter<LogFormat> {
        LogFormatConverter() {
            super(LogFormat.values(), LogFormat::toString);
        }
    }

    /** Reads the URL of a collector. */
    static final class CollectorConverter implements ITypeConverter<URI> {
        @Override
        public URI convert(String text) {
            try {
                URI url = new URI(text);
                boolean isWeb = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
                if (url.getRawUserInfo() != null) {
                    // Not told again: the password is in it.
                    throw new TypeConversionException("expected the URL of a collector without user and password");
                }
                if (isWeb && url.getHost() != null && !pathOf(url).isEmpty()) {
                    return url;
                }
            } catch (URISyntaxException e) {
                // Reported below, in the same words as a URL that is no collector's.
            }
            throw new TypeConversionException("expected the whole URL of a collector for OTLP over HTTP, such as"
                    + " http://127.0.0.1:4318/v1/traces, but got '" + text + "'");
        }

        private static String pathOf(URI url) {
            return url.getPath() == null || url.getPath().equals("/") ? "" : url.getPath();
        }
    }

    /** Reads a part of all. */
    static final class RatioConverter implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            try {
                double ratio = Double.parseDouble(text);
                if (ratio >= 0 && ratio <= 1) {
                    return ratio;
                }
            } catch (NumberFormatException e) {
                // Reported below, in the same words as a number that is too small or too large.
            }
            throw new TypeConversionException("expected a number from 0 to 1 but got '" + text + "'");
        }
    }
}

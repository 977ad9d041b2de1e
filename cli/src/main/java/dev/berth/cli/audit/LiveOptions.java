package dev.berth.cli.audit;

import dev.berth.auditor.LiveList;
import dev.berth.auditor.LiveLists;
import dev.berth.auditor.LivePages;
import dev.berth.events.model.Printable;
import dev.berth.terminal.CaOption;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.DurationConverter;
import dev.berth.terminal.PastTime;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Which servers and migrations exist, for commands that compare consumers with them. A mixin. */
final class LiveOptions {
    private static final String STDIN = "-";

    /** Where OpenStack's own clients look for a token. */
    private static final String TOKEN_VARIABLE = "OS_TOKEN";

    /** What looks like a URL of a kind that is not read, such as ftp:// or file:/. */
    private static final Pattern OTHER_SCHEME = Pattern.compile("(?:[A-Za-z][A-Za-z0-9+.-]*://|(?i:file|ftp):).*");

    @Option(
            names = "--live",
            paramLabel = "FILE|URL",
            required = true,
            description = "The ids of servers and migrations that exist: a file, - for standard input, or a URL, which"
                    + " is sent the token in OS_TOKEN, if there is one. May be given several times; all count.")
    private List<String> sources;

    @Option(
            names = "--listed-at",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "When the lists began to be made, such as 2026-11-28T03:00:00Z (default: when the file was"
                    + " changed last, when the URL was asked).")
    private Optional<PastTime> listedAt = Optional.empty();

    @Option(
            names = "--min-age",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = DurationConverter.class,
            description = "Who was changed less than this before the lists began, or after it, is no orphan: a server"
                    + " that is being built has a claim before it is listed. Longer than making a file took, whose last"
                    + " change is its end (default: ${DEFAULT-VALUE}).")
    private Duration minAge;

    @Option(names = "--allow-empty", description = "Take a list without any id: nothing exists.")
    private boolean mayBeEmpty;

    /** Whether somebody or something has said how old each list is; nobody has of standard input. */
    boolean isAgeKnown() {
        return listedAt.isPresent() || sources.stream().noneMatch(LiveOptions::isStream);
    }

    /**
     * All lists together.
     *
     * @throws dev.berth.auditor.LiveListException if one of them cannot be used
     */
    LiveList read(CaOption ca) {
        LiveLists lists = new LiveLists(mayBeEmpty);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        for (String source : sources) {
            if (isUrl(source)) {
                lists.addUrl(
                        url(source), new LivePages(ca.client(), Optional.ofNullable(System.getenv(TOKEN_VARIABLE))));
            } else if (source.equals(STDIN)) {
                lists.addStream("standard input", System.in, now);
            } else {
                lists.addFile(path(source));
            }
        }
        LiveList together = lists.together();
        LiveList live = listedAt.map(time -> together.asOf(time.at(now))).orElse(together);
        if (live.asOf().isAfter(Instant.now())) {
            throw new CannotRunException("the list of what exists is of " + live.asOf()
                    + ", which has not come yet; --listed-at says when it began to be made");
        }
        return live;
    }

    /** Who was changed after this is no orphan. */
    Instant settledUntil(LiveList live) {
        return live.asOf().minus(minAge);
    }

    private static boolean isUrl(String source) {
        return source.regionMatches(true, 0, "http:", 0, 5) || source.regionMatches(true, 0, "https:", 0, 6);
    }

    /** Whether it is read from something that has no age, such as a pipe. */
    private static boolean isStream(String source) {
        if (isUrl(source)) {
            return false;
        }
        return source.equals(STDIN) || Files.exists(path(source)) && !Files.isRegularFile(path(source));
    }

    private static URI url(String source) {
        try {
            URI url = new URI(source);
            if (url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Said below, as a URL without a host is.
        }
        throw new CannotRunException(
                "--live takes a URL such as http://127.0.0.1:8774/v2.1/servers/detail but got " + Printable.of(source));
    }

    private static Path path(String source) {
        if (OTHER_SCHEME.matcher(source).matches()) {
            throw new CannotRunException("--live takes a URL of http or https, or the path of a file alone, but got "
                    + Printable.of(source));
        }
        try {
            return Path.of(source);
        } catch (InvalidPathException e) {
            throw new CannotRunException("--live takes the path of a file but got " + Printable.of(source), e);
        }
    }
}

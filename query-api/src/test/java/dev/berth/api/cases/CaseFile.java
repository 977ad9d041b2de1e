package dev.berth.api.cases;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of API cases: requests, each with what must come back, against one server that is empty at the start.
 *
 * <pre>
 * # a comment
 * PUT 1.19 /resource_providers/$cn1/aggregates {"aggregates": ["$a"], "resource_provider_generation": 0}
 *   with x-roles: reader             a header to send; "without x-auth-token" sends none
 *   200 {"aggregates": ["$a"], ...}  status and body; "..." in an object lets it have more,
 *                                    ~ before a string makes a pattern
 *   header cache-control: no-cache   a header that must be there, with a pattern for its value
 *   no header last-modified          a header that must not be there
 *   says generation already changed  words that the body must have
 * </pre>
 *
 * A name after a dollar sign stands for an UUID, the same wherever the name appears.
 */
record CaseFile(String name, List<Step> steps) {
    private static final Pattern NAME = Pattern.compile("\\$([a-z][a-z0-9]*)");

    /** One request and what must come back. */
    record Step(
            int line,
            String method,
            String version,
            String path,
            Optional<String> body,
            List<Header> requestHeaders,
            int status,
            Optional<String> reply,
            List<Header> replyHeaders,
            List<String> absentHeaders,
            List<String> words) {}

    record Header(String name, String value) {}

    static CaseFile read(Path path) throws IOException {
        List<Step> steps = new ArrayList<>();
        Builder open = null;
        int number = 0;
        for (String raw : Files.readAllLines(path, StandardCharsets.UTF_8)) {
            number++;
            String line = named(raw);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (!line.startsWith(" ")) {
                if (open != null) {
                    steps.add(open.build());
                }
                open = new Builder(number, line);
            } else if (open == null) {
                throw new IllegalArgumentException(path + ":" + number + ": expected a request before " + line);
            } else {
                open.expect(line.strip());
            }
        }
        if (open != null) {
            steps.add(open.build());
        }
        return new CaseFile(path.getFileName().toString(), steps);
    }

    private static String named(String line) {
        Matcher matcher = NAME.matcher(line);
        return matcher.replaceAll(found -> UUID.nameUUIDFromBytes(found.group(1).getBytes(StandardCharsets.UTF_8))
                .toString());
    }

    private static final class Builder {
        private final int line;
        private final String[] request;
        private final List<Header> requestHeaders = new ArrayList<>();
        private final List<Header> replyHeaders = new ArrayList<>();
        private final List<String> absentHeaders = new ArrayList<>();
        private final List<String> words = new ArrayList<>();
        private int status;
        private Optional<String> reply = Optional.empty();

        Builder(int line, String text) {
            this.line = line;
            this.request = text.split(" ", 4);
        }

        void expect(String text) {
            String[] parts = text.split(" ", 2);
            switch (parts[0]) {
                case "with" -> requestHeaders.add(header(parts[1]));
                case "without" -> requestHeaders.add(new Header(parts[1], ""));
                case "header" -> replyHeaders.add(header(parts[1]));
                case "no" -> absentHeaders.add(parts[1].split(" ")[1]);
                case "says" -> words.add(parts[1]);
                default -> {
                    status = Integer.parseInt(parts[0]);
                    reply = parts.length > 1 ? Optional.of(parts[1]) : Optional.empty();
                }
            }
        }

        private static Header header(String text) {
            String[] parts = text.split(":", 2);
            return new Header(parts[0].strip(), parts[1].strip());
        }

        Step build() {
            if (request.length < 3 || status == 0) {
                throw new IllegalArgumentException("line " + line + ": expected METHOD VERSION PATH and a status");
            }
            return new Step(
                    line,
                    request[0],
                    request[1],
                    request[2],
                    request.length > 3 ? Optional.of(request[3]) : Optional.empty(),
                    requestHeaders,
                    status,
                    reply,
                    replyHeaders,
                    absentHeaders,
                    words);
        }
    }
}

package dev.berth.api.auth;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.ProviderId;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * A token that an operator has given to somebody, as a line of the file of tokens has it: its digest, and whose it is.
 *
 * <pre>sha256:2c26…e7ae user=nova project=service roles=service,admin system=all host=35791f28-…</pre>
 *
 * All words but the digest and the user may be left out, and stand in any order. Immutable.
 */
public record StaticToken(TokenDigest digest, Caller caller) {
    /** The most characters of a line. */
    static final int LINE_LENGTH_MAX = 2048;

    /** As many as Keystone gives to the ids of users and projects. */
    private static final int ID_LENGTH_MAX = 64;

    private static final int ROLES_MAX = 64;
    private static final int ROLE_LENGTH_MAX = 255;
    private static final int RANDOM_BYTES = 32;

    /** The prefix that tells people, and programs that scan for secrets, what it is. */
    private static final String PREFIX = "berth_";

    private static final String DIGEST = "sha256:";
    private static final String USER = "user";
    private static final String PROJECT = "project";
    private static final String ROLES = "roles";
    private static final String SYSTEM = "system";
    private static final String HOST = "host";
    private static final List<String> WORDS = List.of(USER, PROJECT, ROLES, SYSTEM, HOST);
    private static final Splitter BLANKS = Splitter.on(CharMatcher.anyOf(" \t")).omitEmptyStrings();

    /** Draws a new token of 256 random bits, which is to be told once and kept by nobody but its user. */
    public static String draw() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /**
     * Reads a line.
     *
     * @throws MalformedException if it is not one, with what would be right
     */
    static StaticToken parse(String line) {
        if (line.length() > LINE_LENGTH_MAX) {
            throw new MalformedException(
                    "expected " + LINE_LENGTH_MAX + " characters at most but got " + line.length());
        }
        List<String> words = BLANKS.splitToList(line);
        Map<String, String> said = new LinkedHashMap<>();
        for (String word : words.subList(1, words.size())) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (equals < 0 || !WORDS.contains(name)) {
                throw new MalformedException("expected words such as user=nova, of " + WORDS + " but got "
                        + MalformedException.quoted(word));
            }
            if (said.put(name, word.substring(equals + 1)) != null) {
                throw new MalformedException("expected " + name + "= once");
            }
        }
        return new StaticToken(digest(words.get(0)), caller(said));
    }

    private static TokenDigest digest(String word) {
        return Optional.of(word)
                .filter(text -> text.startsWith(DIGEST))
                .flatMap(text -> TokenDigest.parse(text.substring(DIGEST.length())))
                .orElseThrow(() -> new MalformedException("expected a line to begin with " + DIGEST
                        + " and 64 hexadecimal digits, as berth token new makes it"));
    }

    private static Caller caller(Map<String, String> said) {
        return caller(
                Optional.ofNullable(said.get(USER)).orElseThrow(() -> new MalformedException("expected user=…")),
                said.getOrDefault(PROJECT, ""),
                Splitter.on(',').omitEmptyStrings().splitToList(said.getOrDefault(ROLES, "")),
                Optional.ofNullable(said.get(SYSTEM)),
                Optional.ofNullable(said.get(HOST)));
    }

    /**
     * The caller whom a line names.
     *
     * @throws MalformedException if a text cannot stand there, with what would be right
     */
    public static Caller caller(
            String user, String project, List<String> roles, Optional<String> system, Optional<String> host) {
        requireText(USER, user, ID_LENGTH_MAX);
        if (!project.isEmpty()) {
            requireText(PROJECT, project, ID_LENGTH_MAX);
        }
        if (roles.size() > ROLES_MAX) {
            throw new MalformedException("expected " + ROLES_MAX + " roles at most but got " + roles.size());
        }
        roles.forEach(role -> requireText("role", role, ROLE_LENGTH_MAX));
        system.filter(scope -> !scope.equals("all")).ifPresent(scope -> {
            throw new MalformedException("expected all, which is all that a system scope can be, but got "
                    + MalformedException.quoted(scope));
        });
        Caller caller = Caller.of(user, project, roles.stream()).withSystemScope(system);
        return host.map(StaticToken::host).map(caller::withHost).orElse(caller);
    }

    private static ProviderId host(String uuid) {
        try {
            ProviderId host = ProviderId.of(uuid);
            if (host.toString().equalsIgnoreCase(uuid)) {
                return host;
            }
        } catch (IllegalArgumentException e) {
            // Reported below, like a near miss.
        }
        throw new MalformedException("expected the UUID of a host but got " + MalformedException.quoted(uuid));
    }

    private static void requireText(String what, String text, int lengthMax) {
        boolean isText = text.codePoints()
                .noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c) || c == ',' || c == '\uFEFF');
        if (text.isEmpty() || text.length() > lengthMax || !isText) {
            throw new MalformedException("expected a " + what + " of 1 to " + lengthMax
                    + " characters without blanks and commas but got " + MalformedException.quoted(text));
        }
    }

    /** The line for the file. */
    public String line() {
        StringJoiner words = new StringJoiner(" ");
        words.add(DIGEST + digest.hex()).add(USER + "=" + caller.user());
        if (!caller.project().isEmpty()) {
            words.add(PROJECT + "=" + caller.project());
        }
        if (!caller.roles().isEmpty()) {
            words.add(ROLES + "=" + String.join(",", caller.roles()));
        }
        caller.systemScope().ifPresent(scope -> words.add(SYSTEM + "=" + scope));
        caller.host().ifPresent(host -> words.add(HOST + "=" + host));
        return words.toString();
    }
}

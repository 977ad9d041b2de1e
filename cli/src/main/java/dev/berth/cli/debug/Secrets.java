package dev.berth.cli.debug;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.google.common.collect.ImmutableList;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Takes out of texts what must not be told: values that are known to be secret, wherever they stand; users and
 * passwords in URLs; and what stands behind a name such as {@code password=}. Immutable.
 */
public final class Secrets {
    /** What stands in the place of a secret. */
    public static final String LEFT_OUT = "(left out)";

    /** Shorter than this it is no secret, and to replace it would make a text unreadable. */
    private static final int LENGTH_MIN = 3;

    private static final List<String> SECRET_NAMES = List.of(
            "password",
            "passwd",
            "passphrase",
            "secret",
            "token",
            "credential",
            "jaas",
            "user.info",
            "apikey",
            "api_key",
            "api.key",
            "api-key",
            "private",
            "authorization",
            "cookie");

    /** Names that tell in any text that a secret follows; of those above, the ones that mean nothing else. */
    private static final List<String> TOLD_NAMES = List.of(
            "password",
            "passwd",
            "passphrase",
            "secret",
            "jaas.config",
            "user.info",
            "auth-token",
            "auth_token",
            "auth.token",
            "subject-token",
            "access_token",
            "access.token",
            "refresh_token",
            "api-key",
            "api_key",
            "apikey",
            "authorization",
            "cookie");

    /** Of those the ones whose values have blanks in them, such as {@code Bearer} and what it bears. */
    private static final List<String> NAMES_OF_LINES = List.of("authorization", "cookie");

    /** How names end of settings whose values anybody may know. */
    private static final List<String> PLAIN_ENDS = List.of(
            ".ms",
            ".bytes",
            ".size",
            ".type",
            ".location",
            ".protocol",
            ".protocols",
            ".mechanism",
            ".algorithm",
            ".credentials.source",
            ".records",
            ".retries",
            ".messages",
            ".servers",
            ".class",
            "acks",
            "client.id");

    /** A name goes on behind the word that tells, as in password_hash, but not for ever. */
    private static final int NAME_REST_MAX = 64;

    private static final String SCHEME_END = "://";
    private static final String ESCAPED_QUOTE = "\\\"";

    private final ImmutableList<String> known;

    /**
     * @param known values that are secret; the empty and the very short ones are passed over
     */
    public Secrets(Collection<String> known) {
        TreeSet<String> forms = new TreeSet<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        for (String value : known) {
            if (value.strip().length() >= LENGTH_MIN) {
                forms.add(value);
                forms.add(new String(JsonStringEncoder.getInstance().quoteAsString(value)));
                forms.add(URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        }
        this.known = ImmutableList.copyOf(forms);
    }

    /** Whether the value of an option, a setting or a variable of this name is nobody's to read. */
    public static boolean isSecretName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean isOfFile = lower.endsWith("-file") || lower.endsWith(".location") || lower.endsWith("_file");
        return !isOfFile && SECRET_NAMES.stream().anyMatch(lower::contains);
    }

    /** Whether the value of a client's setting may be shown: of a name that nobody here knows it may not. */
    public static boolean isPlainSetting(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return PLAIN_ENDS.stream().anyMatch(lower::endsWith)
                && (!isSecretName(lower) || lower.endsWith(".credentials.source"));
    }

    /** The text without them. A text of JSON stays one. */
    public String without(String text) {
        String rest = text;
        for (String value : known) {
            rest = rest.replace(value, LEFT_OUT);
        }
        return withoutNamed(withoutUsers(rest));
    }

    /** The same of a text whose end is missing: what may have begun to be a secret there goes as well. */
    public String withoutCut(String text) {
        int end = Math.min(beginOfKnown(text), beginOfUser(text));
        return end == text.length() ? without(text) : without(text.substring(0, end)) + LEFT_OUT;
    }

    private int beginOfKnown(String text) {
        int begin = text.length();
        for (String value : known) {
            for (int length = Math.min(value.length() - 1, text.length()); length >= LENGTH_MIN; length--) {
                if (text.endsWith(value.substring(0, length))) {
                    begin = Math.min(begin, text.length() - length);
                    break;
                }
            }
        }
        return begin;
    }

    /** Where the last URL names a user or a host, if the text ends before it is known which of both. */
    private static int beginOfUser(String text) {
        int begin = text.lastIndexOf(SCHEME_END) + SCHEME_END.length();
        boolean isOpen =
                begin >= SCHEME_END.length() && text.chars().skip(begin).allMatch(c -> isOfAuthority((char) c));
        return isOpen ? begin : text.length();
    }

    /** Without what stands between the scheme and the host of a URL. */
    private static String withoutUsers(String text) {
        int scheme = text.indexOf(SCHEME_END);
        if (scheme < 0) {
            return text;
        }
        StringBuilder rest = new StringBuilder(text.length());
        int copied = 0;
        while (scheme >= 0) {
            int begin = scheme + SCHEME_END.length();
            int end = begin;
            int at = -1;
            while (end < text.length() && isOfAuthority(text.charAt(end))) {
                if (text.charAt(end) == '@') {
                    at = end;
                }
                end++;
            }
            if (at >= 0) {
                rest.append(text, copied, begin).append(LEFT_OUT);
                copied = at;
            }
            scheme = text.indexOf(SCHEME_END, end);
        }
        return rest.append(text, copied, text.length()).toString();
    }

    private static boolean isOfAuthority(char c) {
        return c > ' ' && "/?#\"'<>,;".indexOf(c) < 0;
    }

    private static String withoutNamed(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.length() != text.length()) {
            // Some letters have a small form of two: then nothing stands where it stood.
            return withoutNamed(text, text);
        }
        return withoutNamed(text, lower);
    }

    private static String withoutNamed(String text, String lower) {
        NamesIn names = new NamesIn(lower);
        StringBuilder rest = new StringBuilder(text.length());
        int copied = 0;
        int from = 0;
        for (int found = names.endOfNext(from); found >= 0; found = names.endOfNext(from)) {
            int end = found;
            boolean isLine = NAMES_OF_LINES.stream()
                    .anyMatch(name -> lower.regionMatches(end - name.length(), name, 0, name.length()));
            Value value = valueBehind(text, end, isLine);
            if (value != null) {
                rest.append(text, copied, value.begin).append(value.isOfJson ? "\"" + LEFT_OUT + "\"" : LEFT_OUT);
                copied = value.end;
            }
            from = value == null ? found : value.end;
        }
        return rest.append(text, copied, text.length()).toString();
    }

    /** Where the names stand in a text, each looked for once: one that is not there is not looked for again. */
    private static final class NamesIn {
        private final String lower;
        private final int[] nexts = new int[TOLD_NAMES.size()];

        NamesIn(String lower) {
            this.lower = lower;
            for (int i = 0; i < nexts.length; i++) {
                nexts[i] = lower.indexOf(TOLD_NAMES.get(i));
            }
        }

        /** The end of the first of the names at or behind that place; -1 if there is none. */
        int endOfNext(int from) {
            int first = -1;
            for (int i = 0; i < nexts.length; i++) {
                if (nexts[i] >= 0 && nexts[i] < from) {
                    nexts[i] = lower.indexOf(TOLD_NAMES.get(i), from);
                }
                if (nexts[i] >= 0 && (first < 0 || nexts[i] < nexts[first])) {
                    first = i;
                }
            }
            return first < 0 ? -1 : nexts[first] + TOLD_NAMES.get(first).length();
        }
    }

    /**
     * Where a value stands.
     *
     * @param isOfJson whether it is one of JSON's that has no quotes, as a number has none
     */
    private record Value(int begin, int end, boolean isOfJson) {}

    /**
     * What is assigned to the name that ends there; null if nothing is.
     *
     * @param isLine whether a value without quotes goes on to the end of its line, or of the text in quotes around it
     */
    private static Value valueBehind(String text, int nameEnd, boolean isLine) {
        int at = nameEnd;
        while (at < Math.min(text.length(), nameEnd + NAME_REST_MAX) && isOfName(text.charAt(at))) {
            at++;
        }
        boolean isQuotedName = at < text.length() && "\"'".indexOf(text.charAt(at)) >= 0;
        boolean isEscapedName = text.startsWith(ESCAPED_QUOTE, at);
        at = pastBlanks(text, isQuotedName ? at + 1 : isEscapedName ? at + ESCAPED_QUOTE.length() : at);
        if (at >= text.length() || "=:".indexOf(text.charAt(at)) < 0) {
            return null;
        }
        int begin = pastBlanks(text, at + 1);
        if (begin >= text.length()) {
            return null;
        }
        char quote = text.charAt(begin);
        if (quote == '"' || quote == '\'') {
            int end = begin + 1;
            while (end < text.length() && text.charAt(end) != quote && text.charAt(end) != '\n') {
                end += text.charAt(end) == '\\' ? 2 : 1;
            }
            return new Value(begin + 1, Math.min(end, text.length()), false);
        }
        if (text.startsWith(ESCAPED_QUOTE, begin)) {
            return new Value(begin + ESCAPED_QUOTE.length(), endOfEscaped(text, begin + ESCAPED_QUOTE.length()), false);
        }
        boolean isOfJson = isQuotedName || isEscapedName;
        if (isNoText(text, begin, isOfJson)) {
            return null;
        }
        boolean isOfQuery = isOfQuery(text, nameEnd);
        int end = begin;
        while (end < text.length()
                && !(isLine
                        ? isEndOfLine(text, end)
                        : isEndOfWord(text, end, isOfJson ? ",}]" : isOfQuery ? "&" : ""))) {
            end++;
        }
        // A secret may have any of them; behind it they are what the text goes on with.
        while (!isLine && end > begin && ",;&}]".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end == begin || isWordOfJson(text.substring(begin, end)) ? null : new Value(begin, end, isQuotedName);
    }

    /** Whether the name that ends there is a parameter of a URL, whose value has nothing of what parts them. */
    private static boolean isOfQuery(String text, int nameEnd) {
        int before = nameEnd - 1;
        while (before >= Math.max(0, nameEnd - NAME_REST_MAX) && isOfName(text.charAt(before))) {
            before--;
        }
        return before >= 0 && "?&".indexOf(text.charAt(before)) >= 0;
    }

    /** The end of what stands in quotes in a text that stands in quotes itself, as where JSON tells of JSON. */
    private static int endOfEscaped(String text, int begin) {
        int end = begin;
        while (end < text.length()
                && text.charAt(end) != '"'
                && text.charAt(end) != '\n'
                && !text.startsWith(ESCAPED_QUOTE, end)) {
            // Three backslashes and a quote are a quote within.
            end += text.startsWith("\\\\", end) ? 4 : 1;
        }
        return Math.min(end, text.length());
    }

    private static boolean isEndOfLine(String text, int at) {
        return text.charAt(at) < ' ' || text.startsWith("\\n", at) || isClosingQuote(text, at);
    }

    private static boolean isEndOfWord(String text, int at, String ends) {
        return text.charAt(at) <= ' ' || ends.indexOf(text.charAt(at)) >= 0 || isClosingQuote(text, at);
    }

    /** Whether the quotes end there in which all of it stands; a quote may also be a part of a secret. */
    private static boolean isClosingQuote(String text, int at) {
        return text.charAt(at) == '"'
                && (at + 1 == text.length() || text.charAt(at + 1) <= ' ' || ",:}]".indexOf(text.charAt(at + 1)) >= 0);
    }

    private static boolean isOfName(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '-';
    }

    private static int pastBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    /** What JSON has beside texts: none of it is a secret, and without it there would be no JSON. */
    private static boolean isNoText(String text, int begin, boolean isOfJson) {
        char first = text.charAt(begin);
        return first == '{' || first == '[' || (isOfJson ? first == '(' : text.startsWith(LEFT_OUT, begin));
    }

    private static boolean isWordOfJson(String value) {
        return value.equals("null") || value.equals("true") || value.equals("false");
    }
}

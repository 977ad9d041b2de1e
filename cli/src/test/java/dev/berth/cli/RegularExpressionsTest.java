package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No regular expression anywhere takes more than a number of steps in proportion to the text: Java's go back and try
 * again, so a text of a few kB can keep one busy for minutes. Each is looked up in the sources and given texts that are
 * as bad for it as its own characters allow; what it reads of them is counted.
 */
class RegularExpressionsTest {
    private static final int LENGTH = 1_000;

    /** How often each character of a text may be looked at. */
    private static final int LOOKS_MAX = 40;

    /** What no text tells here, because it is not a text of ours, with the reason why it may stand. */
    private static final Map<String, String> EXCEPTIONS = Map.of(
            "AddressRegex.java",
            "an operator writes it into the device spec, and it is tried on the four parts of an address, which have at"
                    + " most four digits");

    private static final Pattern CALL = Pattern.compile(
            "(Pattern\\.compile|\\.matches|\\.replaceAll|\\.replaceFirst|\\.split|Pattern\\.matches)\\(");

    /** One in the sources. */
    private record Use(String file, String regex, boolean isSearched) {}

    /** A text that counts how often it is looked at. */
    private static final class Counted implements CharSequence {
        private final String text;
        private long looks;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++looks > (long) LOOKS_MAX * LENGTH) {
                throw new TooManyLooks(text.substring(0, 20));
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class TooManyLooks extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyLooks(String text) {
            super(text, null, false, false);
        }
    }

    @Test
    void takeStepsInProportionToTheText() throws IOException {
        Map<String, String> slow = new TreeMap<>();
        List<Use> uses = uses();
        for (Use use : uses) {
            worst(use).ifPresent(text -> slow.put(use.file() + ": " + use.regex(), "slow on " + text + "…"));
        }
        assertThat(uses).hasSizeGreaterThan(50);
        assertThat(slow).isEmpty();
    }

    @Test
    void areFoundOutIfTheyGoBack() {
        assertThat(worst(new Use("", "<.*?>", true))).isPresent();
        assertThat(worst(new Use("", "/+$", true))).isPresent();
        assertThat(worst(new Use("", "(a+)+b", false))).isPresent();
        assertThat(worst(new Use("", "\\s*a?\\s*b", false))).isPresent();
        assertThat(worst(new Use("", "[a-z]+", true))).isEmpty();
    }

    /** The beginning of a text that takes too many steps. */
    private static Optional<String> worst(Use use) {
        Pattern pattern = Pattern.compile(use.regex());
        for (String text : texts(use.regex())) {
            Predicate<CharSequence> match = use.isSearched()
                    ? tried -> {
                        Matcher matcher = pattern.matcher(tried);
                        while (matcher.find()) {
                            // On to the next.
                        }
                        return true;
                    }
                    : tried -> pattern.matcher(tried).matches();
            try {
                match.test(new Counted(text));
            } catch (TooManyLooks slow) {
                return Optional.of(slow.getMessage());
            }
        }
        return Optional.empty();
    }

    /** Its own characters and a few usual ones, alone and in pairs, over and over, with an end that fits nothing. */
    private static List<String> texts(String regex) {
        Set<String> atoms = new LinkedHashSet<>(List.of("a", "A", "0", " ", "\t", "-", "_"));
        regex.chars().filter(c -> c < 127 && c > 31).forEach(c -> atoms.add(String.valueOf((char) c)));
        List<String> texts = new ArrayList<>();
        for (String one : atoms) {
            for (String other : atoms) {
                String unit = one.equals(other) ? one : one + other;
                String run = unit.repeat(LENGTH / unit.length());
                texts.add(run + "\u0001");
                texts.add(run);
                texts.add(other + run.substring(1) + "\u0001");
            }
        }
        return texts;
    }

    private static List<Use> uses() throws IOException {
        List<Use> uses = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            List<Path> sources = files.filter(file ->
                            file.toString().endsWith(".java") && file.toString().contains("/src/main/java/"))
                    .sorted()
                    .toList();
            for (Path source : sources) {
                String name = source.getFileName().toString();
                if (!EXCEPTIONS.containsKey(name)) {
                    addUses(name, Files.readString(source), uses);
                }
            }
        }
        try (Stream<Path> files = Files.walk(Path.of("../query-api/src/main/resources"))) {
            for (Path schema :
                    files.filter(file -> file.toString().endsWith(".json")).toList()) {
                addPatterns(schema, uses);
            }
        }
        return uses;
    }

    /** Those of the schemas that judge bodies and parameters, which are searched for. */
    private static void addPatterns(Path schema, List<Use> uses) throws IOException {
        JsonNode root = new ObjectMapper().readTree(schema.toFile());
        for (JsonNode pattern : root.findValues("pattern")) {
            if (pattern.isTextual()) {
                uses.add(new Use(schema.getFileName().toString(), pattern.asText(), true));
            }
        }
        for (JsonNode properties : root.findValues("patternProperties")) {
            properties
                    .fieldNames()
                    .forEachRemaining(
                            name -> uses.add(new Use(schema.getFileName().toString(), name, true)));
        }
    }

    private static void addUses(String file, String source, List<Use> uses) {
        boolean searches = source.contains(".find(") || source.contains(".replaceAll(") || source.contains(".results(");
        Matcher calls = CALL.matcher(source);
        while (calls.find()) {
            String call = calls.group(1);
            Optional<String> regex = argument(source, calls.end());
            boolean isPattern = call.startsWith("Pattern");
            if (regex.isPresent()) {
                boolean isSearched = isPattern ? searches : !call.equals(".matches");
                uses.add(new Use(file, regex.get(), isSearched));
            } else {
                // Methods of ours have these names too, and take no texts.
                assertThat(isPattern)
                        .as("%s makes a regular expression of what nobody can see here", file)
                        .isFalse();
            }
        }
    }

    /** The text that a call is given, put together from literals, constants of the same file, and quoted texts. */
    private static Optional<String> argument(String source, int from) {
        StringBuilder regex = new StringBuilder();
        int at = from;
        while (true) {
            at = pastBlanks(source, at);
            if (source.charAt(at) == '"') {
                int end = at + 1;
                while (source.charAt(end) != '"') {
                    end += source.charAt(end) == '\\' ? 2 : 1;
                }
                regex.append(source, at + 1, end);
                at = end + 1;
            } else if (source.startsWith("Pattern.quote(", at)) {
                regex.append("quoted");
                at = source.indexOf(')', source.indexOf('(', at)) + 1;
            } else {
                int end = at;
                while (Character.isJavaIdentifierPart(source.charAt(end))) {
                    end++;
                }
                String constant = source.substring(at, end);
                int defined = constant.isEmpty() ? -1 : source.indexOf("String " + constant + " = ");
                if (defined < 0) {
                    return Optional.empty();
                }
                regex.append(argument(source, source.indexOf('=', defined) + 1)
                        .orElseThrow()
                        .replace("\\", "\\\\"));
                at = end;
            }
            at = pastBlanks(source, at);
            if (source.charAt(at) != '+') {
                return Optional.of(regex.toString().translateEscapes());
            }
            at++;
        }
    }

    private static int pastBlanks(String source, int from) {
        int at = from;
        while (Character.isWhitespace(source.charAt(at))) {
            at++;
        }
        return at;
    }
}

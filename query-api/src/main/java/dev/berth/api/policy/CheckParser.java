package dev.berth.api.policy;

import static dev.berth.events.model.MalformedException.quoted;

import dev.berth.events.model.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads a rule. The language is oslo.policy's: checks of the form {@code kind:text}, {@code @} for everybody, {@code !}
 * for nobody, joined by {@code not}, {@code and} and {@code or}, which bind in this order, and parentheses; in an older
 * form a list of alternatives, each a check or a list of checks that must all hold. What oslo.policy cannot make sense
 * of it takes for "nobody" and goes on; here that is an error.
 */
final class CheckParser {
    static final int TEXT_LENGTH_MAX = 8 * 1024;
    static final int DEPTH_MAX = 32;

    private static final Set<String> REMOTE = Set.of("http", "https");

    /** What oslo.context knows of callers, and Berth does not. */
    private static final Set<String> NOT_KNOWN_HERE = Set.of(
            "domain_id",
            "user_domain_id",
            "project_domain_id",
            "service_user_id",
            "service_user_domain_id",
            "service_project_id",
            "service_project_domain_id",
            "service_roles");

    private final List<String> tokens;
    private int at;
    private int depth;

    private CheckParser(List<String> tokens) {
        this.tokens = tokens;
    }

    /** A rule in the language. */
    static Check text(String rule) {
        if (rule.isEmpty()) {
            return Check.Constant.EVERYBODY;
        }
        if (rule.length() > TEXT_LENGTH_MAX) {
            throw new MalformedException(
                    "expected a rule of at most " + TEXT_LENGTH_MAX + " characters but got " + rule.length());
        }
        CheckParser parser = new CheckParser(tokens(rule));
        Check check = parser.anyOf();
        if (parser.at < parser.tokens.size()) {
            throw parser.unexpected("\"and\", \"or\" or the end");
        }
        return check;
    }

    /** A rule in the older form: lists of checks; all checks of one list must hold. */
    static Check lists(List<List<String>> alternatives) {
        List<Check> any = alternatives.stream()
                .filter(all -> !all.isEmpty())
                .map(all -> joined(all.stream().map(CheckParser::check).toList(), true))
                .toList();
        if (any.isEmpty()) {
            return alternatives.isEmpty() ? Check.Constant.EVERYBODY : Check.Constant.NOBODY;
        }
        return joined(any, false);
    }

    /** Words, and the parentheses before and behind them; those inside belong to a word, as in {@code %(key)s}. */
    private static List<String> tokens(String rule) {
        List<String> tokens = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= rule.length(); i++) {
            if (i == rule.length() || Character.isWhitespace(rule.charAt(i))) {
                addWord(tokens, rule.substring(start, i));
                start = i + 1;
            }
        }
        return tokens;
    }

    private static void addWord(List<String> tokens, String word) {
        int start = 0;
        while (start < word.length() && word.charAt(start) == '(') {
            tokens.add("(");
            start++;
        }
        int end = word.length();
        while (end > start && word.charAt(end - 1) == ')') {
            end--;
        }
        if (end > start) {
            tokens.add(word.substring(start, end));
        }
        for (int i = end; i < word.length(); i++) {
            tokens.add(")");
        }
    }

    private Check anyOf() {
        List<Check> parts = new ArrayList<>();
        do {
            parts.add(allOf());
        } while (takes("or"));
        return joined(parts, false);
    }

    private Check allOf() {
        List<Check> parts = new ArrayList<>();
        do {
            parts.add(one());
        } while (takes("and"));
        return joined(parts, true);
    }

    private Check one() {
        if (++depth > DEPTH_MAX) {
            throw new MalformedException("expected at most " + DEPTH_MAX + " levels of \"not\" and parentheses");
        }
        Check check;
        if (takes("not")) {
            check = new Check.Not(one());
        } else if (takes("(")) {
            check = anyOf();
            if (!takes(")")) {
                throw unexpected("\"and\", \"or\" or \")\"");
            }
        } else if (at < tokens.size() && !isOperator(tokens.get(at))) {
            check = check(tokens.get(at++));
        } else {
            throw unexpected("a check such as role:admin");
        }
        depth--;
        return check;
    }

    private boolean takes(String token) {
        boolean isThere =
                at < tokens.size() && tokens.get(at).toLowerCase(Locale.ROOT).equals(token);
        at += isThere ? 1 : 0;
        return isThere;
    }

    private static boolean isOperator(String token) {
        return switch (token.toLowerCase(Locale.ROOT)) {
            case "and", "or", "not", "(", ")" -> true;
            default -> false;
        };
    }

    private MalformedException unexpected(String expected) {
        return new MalformedException(
                "expected " + expected + " but got " + (at < tokens.size() ? quoted(tokens.get(at)) : "the end"));
    }

    private static Check joined(List<Check> parts, boolean isAll) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        return isAll ? new Check.All(List.copyOf(parts)) : new Check.Any(List.copyOf(parts));
    }

    private static Check check(String text) {
        if (text.equals("@")) {
            return Check.Constant.EVERYBODY;
        }
        if (text.equals("!")) {
            return Check.Constant.NOBODY;
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new MalformedException(
                    "expected a check such as role:admin, or \"@\" for everybody or \"!\" for nobody, but got "
                            + quoted(text));
        }
        char last = text.charAt(text.length() - 1);
        if (text.charAt(0) == last && (last == '\'' || last == '"')) {
            throw new MalformedException(
                    "expected quotes before the colon only, as in 'admin':%(user_id)s, but got " + quoted(text));
        }
        String kind = text.substring(0, colon);
        String rest = text.substring(colon + 1);
        if (kind.equals("rule")) {
            return new Check.Rule(rest);
        }
        if (kind.equals("role")) {
            return new Check.Role(Template.of(rest));
        }
        if (REMOTE.contains(kind)) {
            throw new MalformedException("no other server is asked about a rule, as " + quoted(text)
                    + " would; say it by role:, user_id: or project_id:");
        }
        return new Literals(kind)
                .value()
                .<Check>map(literal -> new Check.Literal(literal, Template.of(rest)))
                .orElseGet(() -> attribute(kind, rest));
    }

    private static Check attribute(String name, String wanted) {
        if (NOT_KNOWN_HERE.contains(name)) {
            throw new MalformedException("neither domains nor service tokens of callers are known here, as "
                    + quoted(name + ":" + wanted)
                    + " asks; say it by role:, user_id:, project_id: or system_scope:");
        }
        Template template = Template.of(wanted);
        return Attribute.named(name)
                .<Check>map(attribute -> new Check.Is(attribute, template))
                .orElseGet(() -> new Check.Unknown(name));
    }
}

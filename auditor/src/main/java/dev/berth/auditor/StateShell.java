package dev.berth.auditor;

import com.google.common.collect.ImmutableMap;
import dev.berth.events.model.Printable;
import dev.berth.ledger.directory.NodePath;
import dev.berth.ledger.directory.NodeWalk;
import dev.berth.ledger.directory.StateNode;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Looks around in the state of a region, command by command. For one thread. */
public final class StateShell {
    private static final int DEPTH_DEFAULT = 2;
    private static final int DEPTH_MAX = 200;

    private final StateNode root;
    private final boolean isJson;
    private final PrintWriter out;
    private final Function<NodePath, Optional<String>> elsewhen;
    private NodePath at = NodePath.ROOT;

    /** What can be done in a state. */
    public enum Verb {
        LS("ls [PATH]", "what is there"),
        CAT("cat [PATH …]", "the fields of a thing"),
        TREE("tree [PATH] [DEPTH]", "what is below it, so many levels deep (default: " + DEPTH_DEFAULT + ")"),
        FIND("find [PATH] TEXT", "what is below it and has the text in its name"),
        CD("cd [PATH]", "go there"),
        PWD("pwd", "where this is"),
        HELP("help", "this list"),
        EXIT("exit", "the end");

        private final String usage;
        private final String what;

        Verb(String usage, String what) {
            this.usage = usage;
            this.what = what;
        }

        private int pathsMax() {
            return usage.contains("PATH") ? 1 : 0;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private String line(boolean isJson) {
            return isJson
                    ? JsonLines.oneLine(ImmutableMap.of("command", usage, "does", what))
                    : "%-20s  %s".formatted(usage, what);
        }
    }

    public StateShell(StateNode root, boolean isJson, PrintWriter out) {
        this(root, isJson, out, path -> Optional.empty());
    }

    /** @param elsewhen what is to be said of a path at which nothing is, if there was something at another time */
    public StateShell(StateNode root, boolean isJson, PrintWriter out, Function<NodePath, Optional<String>> elsewhen) {
        this.root = root;
        this.isJson = isJson;
        this.out = out;
        this.elsewhen = elsewhen;
    }

    /** Where paths begin that do not begin with a slash. */
    public String directory() {
        return at.toString();
    }

    /**
     * Runs one command.
     *
     * @param words the verb, and what it is about; nothing is done without any
     * @throws IllegalArgumentException if it is no command; the message says what would be right
     * @throws AuditFailedException if nothing is where it is to look
     */
    public void run(List<String> words) {
        if (words.isEmpty()) {
            return;
        }
        List<String> arguments = words.subList(1, words.size());
        switch (verb(words.get(0))) {
            case LS -> list(find(optional(arguments, Verb.LS)));
            case CAT -> (arguments.isEmpty() ? List.of("") : arguments).forEach(path -> show(find(path)));
            case TREE -> tree(arguments);
            case FIND -> search(arguments);
            case CD -> at = directory(arguments.isEmpty() ? "/" : optional(arguments, Verb.CD));
            case PWD -> {
                optional(arguments, Verb.PWD);
                out.println(isJson ? StateText.json(find("")) : at);
            }
            case HELP -> {
                optional(arguments, Verb.HELP);
                Arrays.stream(Verb.values()).map(verb -> verb.line(isJson)).forEach(out::println);
            }
            case EXIT -> optional(arguments, Verb.EXIT);
        }
        out.flush();
    }

    /** @throws IllegalArgumentException if the word is no verb */
    public static void requireVerb(String word) {
        verb(word);
    }

    private static Verb verb(String word) {
        return Arrays.stream(Verb.values())
                .filter(verb -> verb.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one of "
                        + Arrays.stream(Verb.values()).map(Verb::word).collect(Collectors.joining(", ")) + " but got "
                        + Printable.of(word)));
    }

    private static String optional(List<String> arguments, Verb verb) {
        if (arguments.size() > verb.pathsMax()) {
            throw wrong(verb);
        }
        return arguments.isEmpty() ? "" : arguments.get(0);
    }

    private static IllegalArgumentException wrong(Verb verb) {
        return new IllegalArgumentException("expected " + verb.usage);
    }

    private NodePath.LocatedNode find(String typed) {
        NodePath path = at.to(typed);
        return path.in(root)
                .orElseThrow(() -> new AuditFailedException(elsewhen.apply(path).orElseGet(() -> nothingAt(path))));
    }

    private String nothingAt(NodePath path) {
        NodePath there = path;
        while (there.in(root).isEmpty()) {
            there = there.to("..");
        }
        return "nothing is at " + Printable.of(path) + "; what there is at " + Printable.of(there) + " is shown by ls";
    }

    private NodePath directory(String typed) {
        NodePath.LocatedNode found = find(typed);
        if (!found.node().isDirectory()) {
            throw new AuditFailedException(found.path() + " is no directory; its fields are shown by cat");
        }
        return found.path();
    }

    private void list(NodePath.LocatedNode found) {
        if (found.node().isDirectory()) {
            NodeWalk.below(
                    found,
                    1,
                    false,
                    (depth, each) -> out.println(isJson ? StateText.json(each) : StateText.name(each)));
        } else {
            out.println(isJson ? StateText.json(found) : StateText.name(found));
        }
    }

    private void show(NodePath.LocatedNode found) {
        if (isJson) {
            out.println(StateText.jsonWithFields(found));
        } else if (found.node().shown().isEmpty() && found.node().isDirectory()) {
            throw new AuditFailedException(found.path() + " has no fields; what is in it is shown by ls");
        } else {
            out.println(StateText.fields(found.node().shown()));
        }
    }

    private void tree(List<String> arguments) {
        boolean hasDepth = arguments.size() == 2
                || arguments.size() == 1 && arguments.get(0).matches("\\d+");
        if (arguments.size() > 2) {
            throw wrong(Verb.TREE);
        }
        int depthMax = hasDepth ? depth(arguments.get(arguments.size() - 1)) : DEPTH_DEFAULT;
        NodePath.LocatedNode top = find(arguments.size() == (hasDepth ? 1 : 0) ? "" : arguments.get(0));
        NodeWalk.below(
                top,
                depthMax,
                false,
                (depth, each) ->
                        out.println(isJson ? StateText.json(each) : "  ".repeat(depth - 1) + StateText.name(each)));
    }

    private static int depth(String text) {
        int depth = text.matches("\\d{1,3}") ? Integer.parseInt(text) : 0;
        if (depth < 1 || depth > DEPTH_MAX) {
            throw new IllegalArgumentException(
                    "expected a depth from 1 to " + DEPTH_MAX + " but got " + Printable.of(text));
        }
        return depth;
    }

    /** Each thing once: what only leads to the same things again is not gone through unless it is named. */
    private void search(List<String> arguments) {
        if (arguments.isEmpty() || arguments.size() > 2) {
            throw wrong(Verb.FIND);
        }
        String text = arguments.get(arguments.size() - 1);
        NodePath.LocatedNode top = find(arguments.size() == 2 ? arguments.get(0) : "");
        Optional<NodePath> left = NodeWalk.below(top, DEPTH_MAX, true, (depth, each) -> {
            boolean isFound =
                    each.path().names().get(each.path().names().size() - 1).contains(text)
                            || each.label()
                                    .filter(label -> label.contains(text))
                                    .isPresent();
            if (isFound) {
                out.println(isJson ? StateText.json(each) : StateText.path(each));
            }
        });
        if (left.isPresent()) {
            out.flush();
            throw new AuditFailedException("what is more than " + DEPTH_MAX + " levels down was not looked at, such as"
                    + " below " + Printable.of(left.get()) + "; find takes a path to begin there");
        }
    }
}

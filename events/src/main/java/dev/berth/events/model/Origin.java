package dev.berth.events.model;

import static dev.berth.events.model.MalformedException.quoted;

import com.google.common.collect.ImmutableSortedSet;
import java.util.Optional;

/**
 * Who sent a command and by which way, as far as the sender said it. For readers of the log: no decision depends on it.
 * Each text has 1 to {@link Limits#ORIGIN_LENGTH_MAX} characters, none of them a control character. Nothing here proves
 * itself: anyone who may write to the log may say what they like.
 *
 * @param kind the door by which it came, such as {@link #HTTP}; a text, because newer writers may have doors that are
 *     not known here,
 *     and their commands are decided like any other
 * @param requestId id of the HTTP request, as the answer told it to the client
 * @param globalRequestId id that the client gave to all requests of one operation
 * @param userId user on whose behalf it was sent: the API's caller as its server knew them, or an operator as their
 *     machine did
 * @param projectId project of that user's token
 * @param roles roles of that user, at most {@link Limits#ORIGIN_ROLES_MAX}
 * @param agentHost name of the host whose agent sent it
 * @param agentVersion version of that agent
 */
public record Origin(
        Optional<String> kind,
        Optional<String> requestId,
        Optional<String> globalRequestId,
        Optional<String> userId,
        Optional<String> projectId,
        ImmutableSortedSet<String> roles,
        Optional<String> agentHost,
        Optional<String> agentVersion) {
    /** The HTTP API, for a client. */
    public static final String HTTP = "http";

    /** A host's agent, by itself. */
    public static final String AGENT = "agent";

    /** A person with the command line and Kafka's credentials. */
    public static final String OPERATOR = "operator";

    /** Taken over from another system's records. */
    public static final String IMPORT = "import";

    public Origin {
        kind.ifPresent(text -> requireText("kind", text));
        requestId.ifPresent(text -> requireText("request id", text));
        globalRequestId.ifPresent(text -> requireText("global request id", text));
        userId.ifPresent(text -> requireText("user id", text));
        projectId.ifPresent(text -> requireText("project id", text));
        Limits.requireAtMost(Limits.ORIGIN_ROLES_MAX, roles.size(), "roles");
        roles.forEach(text -> requireText("role", text));
        agentHost.ifPresent(text -> requireText("agent's host", text));
        agentVersion.ifPresent(text -> requireText("agent's version", text));
    }

    /** What the agent of a host says of itself; a name that is no {@link #text} is left out. */
    public static Origin agent(String host, String version) {
        return new Origin(
                Optional.of(AGENT),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ImmutableSortedSet.of(),
                text(host),
                text(version));
    }

    /**
     * The origin of an operator's command.
     *
     * @param user the name that the operating system knows the operator by; left out if it is no {@link #text}
     */
    public static Origin operator(String user) {
        return new Origin(
                Optional.of(OPERATOR),
                Optional.empty(),
                Optional.empty(),
                text(user),
                Optional.empty(),
                ImmutableSortedSet.of(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * The text as an origin may hold it: whole, or not at all. It is never cut or mended, because a part of a name may
     * be the name of somebody else.
     */
    public static Optional<String> text(String said) {
        return Optional.of(said).filter(Origin::isText);
    }

    /** Whether an origin may hold the text. */
    public static boolean isText(String text) {
        return !text.isEmpty() && text.length() <= Limits.ORIGIN_LENGTH_MAX && !hasControl(text);
    }

    private static boolean hasControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static void requireText(String what, String text) {
        if (!isText(text)) {
            throw new MalformedException("expected a " + what + " of 1 to " + Limits.ORIGIN_LENGTH_MAX
                    + " characters without control characters but got " + text.length() + ": " + quoted(text));
        }
    }
}

package dev.berth.api.http;

import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.schema.SchemaFamily;
import dev.berth.api.schema.SchemaFile;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One line of the route table: what is served where, from which version on, to whom, and which schemas judge what is
 * sent. The OpenAPI document is made from the same lines.
 *
 * @param template the path, with parameters in braces
 * @param policy the name by which Placement's policy knows the action; empty for what everybody may do
 * @param projectParameter the parameter that names the project asked about, if that is what the policy is to judge;
 *     empty where it is the caller's own
 * @param since the feature without which the route is not there
 * @param statusBefore what requests of older versions get
 * @param content what the request must send or accept
 * @param isContentFirst whether that is judged before the version: Placement does so for aggregates alone
 * @param body judges the body; empty for routes without one
 * @param bodyless the feature with which the route has no body any more
 * @param query judges the parameters; empty where they are ignored
 * @param extension judges fields of the body, or parameters, that Placement does not have
 * @param textIf the parameter that must be "true" for the route to answer in text as well; empty if it never does
 * @param isTextToo whether it answers in text as well, whatever its parameters are
 * @param replies what it answers when all is well
 * @param answerer who may answer it
 * @param effect what comes of it besides an answer
 * @param variant what takes its place for requests with a parameter
 * @param isOfPastToo whether it can be answered as of a moment of the past although only the owner answers it
 */
public record Route(
        HttpMethod method,
        String template,
        String policy,
        Optional<String> projectParameter,
        Optional<Feature> since,
        int statusBefore,
        Content content,
        boolean isContentFirst,
        Optional<SchemaFamily> body,
        Optional<Feature> bodyless,
        Optional<SchemaFamily> query,
        Optional<SchemaFamily> extension,
        Optional<String> textIf,
        boolean isTextToo,
        List<Reply> replies,
        Answerer answerer,
        Effect effect,
        boolean isOfPastToo,
        Optional<Variant> variant,
        String summary,
        Handler handler) {
    /** What the policies of routes begin with that Placement does not have. */
    private static final String OWN_POLICY = "berth:";

    /**
     * Another line for the same method and path.
     *
     * @param parameter what a request has that means it
     */
    public record Variant(String parameter, Route route) {}

    /**
     * One form of answer; without a schema it has no body.
     *
     * @param schema of the body, or of the data of each event where the type is that of events
     * @param type the media type of the body
     */
    public record Reply(int status, Optional<SchemaFile> schema, String type) {}

    /** What a request must say of its content, or of the content it accepts. */
    public enum Content {
        ANY,
        ACCEPTS_JSON,
        SENDS_JSON
    }

    /** Which instance may answer a request. */
    public enum Answerer {
        /** The owner of the region; also an instance with a copy if a read allows it. */
        REGION,
        /** Only the owner of the region. */
        OWNER,
        /** The instance that receives the request, because the request is about that instance. */
        INSTANCE
    }

    /** What comes of a request besides its answer. */
    public enum Effect {
        /** Nothing. */
        NOTHING,
        /** A command in the log; so it can be only tried. */
        COMMAND,
        /** Something that is no command. */
        OTHER
    }

    public static Builder get(String template) {
        return new Builder(HttpMethod.GET, template).content(Content.ACCEPTS_JSON);
    }

    public static Builder put(String template) {
        return new Builder(HttpMethod.PUT, template).content(Content.SENDS_JSON);
    }

    public static Builder post(String template) {
        return new Builder(HttpMethod.POST, template).content(Content.SENDS_JSON);
    }

    public static Builder delete(String template) {
        return new Builder(HttpMethod.DELETE, template);
    }

    /** This line, or its variant if the request means that. */
    public Route asked(QueryString query) {
        return variant.filter(other -> query.mayHave(other.parameter()))
                .filter(other -> query.last(other.parameter()).isPresent())
                .map(Variant::route)
                .orElse(this);
    }

    /** Whether another line has the same method and path. */
    public boolean isAskedLike(Route other) {
        return method.equals(other.method) && template.equals(other.template);
    }

    /** This line with a variant for requests with a parameter. */
    public Route withVariant(String parameter, Route other) {
        return new Route(
                method,
                template,
                policy,
                projectParameter,
                since,
                statusBefore,
                content,
                isContentFirst,
                body,
                bodyless,
                query,
                extension,
                textIf,
                isTextToo,
                replies,
                answerer,
                effect,
                isOfPastToo,
                Optional.of(new Variant(parameter, other)),
                summary,
                handler);
    }

    /**
     * Whether it has no parameters and refuses any. Those of Placement's routes that have none ignore what they are
     * sent, as it does; so do routes that are open to all, for probes.
     */
    boolean refusesParameters() {
        return query.isEmpty() && extension.isEmpty() && policy.startsWith(OWN_POLICY);
    }

    public boolean isReadOnly() {
        return effect == Effect.NOTHING;
    }

    /** Whether it can be only tried. */
    public boolean takesDryRun() {
        return effect == Effect.COMMAND;
    }

    /** Whether it is about the instance that receives the request. Routes open to everybody always are. */
    boolean isAboutInstance() {
        return policy.isEmpty() || answerer == Answerer.INSTANCE;
    }

    /** Whether it may be answered from a copy, if the request allows that. */
    public boolean mayBeStale() {
        return isReadOnly() && !isAboutInstance() && answerer == Answerer.REGION;
    }

    /** Whether it can be answered as of a moment of the past: whatever is read of a region's state. */
    public boolean hasPast() {
        return mayBeStale() || isOfPastToo;
    }

    /** Whether the newest schema of its parameters has one of this name. */
    boolean takesByItself(String parameter) {
        return query.filter(schemas -> schemas.files().lastEntry().getValue().hasProperty(parameter))
                .isPresent();
    }

    public boolean isServedIn(Microversion version) {
        return since.isEmpty() || version.has(since.get());
    }

    /** Whether it ever answers in text. */
    public boolean mayBeText() {
        return isTextToo || textIf.isPresent();
    }

    /** Whether a request of this version has a body that anybody reads. */
    boolean takesBody(Microversion version) {
        return body.isPresent() && !(bodyless.isPresent() && version.has(bodyless.get()));
    }

    /** What a request of this version must say of its content. */
    Content contentIn(Microversion version) {
        return bodyless.isPresent() && version.has(bodyless.get()) ? Content.ANY : content;
    }

    /** The route without its handler's name, as logs and metrics show it. */
    @Override
    public String toString() {
        return method + " " + template;
    }

    /** Collects the columns of a line, so that a table names only those that matter. */
    public static final class Builder {
        private final HttpMethod method;
        private final String template;
        private String policy = "";
        private Optional<String> projectParameter = Optional.empty();
        private Optional<Feature> since = Optional.empty();
        private int statusBefore = 404;
        private Content content = Content.ANY;
        private boolean isContentFirst;
        private Optional<SchemaFamily> body = Optional.empty();
        private Optional<Feature> bodyless = Optional.empty();
        private Optional<SchemaFamily> query = Optional.empty();
        private Optional<SchemaFamily> extension = Optional.empty();
        private Optional<String> textIf = Optional.empty();
        private boolean isTextToo;
        private final List<Reply> replies = new ArrayList<>(2);
        private Answerer answerer = Answerer.REGION;
        private Effect effect;
        private boolean isOfPastToo;
        private String summary = "";

        private Builder(HttpMethod method, String template) {
            this.method = method;
            this.template = template;
            this.effect = method.equals(HttpMethod.GET) ? Effect.NOTHING : Effect.COMMAND;
        }

        public Builder policy(String name) {
            policy = name;
            return this;
        }

        /** The parameter with the project that the policy judges instead of the caller's own. */
        public Builder projectIn(String parameter) {
            projectParameter = Optional.of(parameter);
            return this;
        }

        public Builder since(Feature feature) {
            since = Optional.of(feature);
            return this;
        }

        public Builder statusBefore(int status) {
            statusBefore = status;
            return this;
        }

        public Builder content(Content rule) {
            content = rule;
            return this;
        }

        /** Checks the content before the version, so that older versions too get its error. */
        public Builder contentFirst() {
            isContentFirst = true;
            return this;
        }

        public Builder body(SchemaFamily schemas) {
            body = Optional.of(schemas);
            return this;
        }

        /** The schemas of a body that requests no longer have from a feature on. */
        public Builder bodyUntil(Feature feature, SchemaFamily schemas) {
            bodyless = Optional.of(feature);
            return body(schemas);
        }

        public Builder query(SchemaFamily schemas) {
            query = Optional.of(schemas);
            return this;
        }

        /** The schemas of what Berth adds to Placement: fields of the body, or parameters if there is no body. */
        public Builder extension(SchemaFamily schemas) {
            extension = Optional.of(schemas);
            return this;
        }

        /** The parameter that allows an answer in text if it is "true". */
        public Builder textIf(String parameter) {
            textIf = Optional.of(parameter);
            return this;
        }

        /** Allows an answer in text to whoever prefers it. */
        public Builder textToo() {
            isTextToo = true;
            return this;
        }

        /** A status of an answer without a body. */
        public Builder replies(int status) {
            replies.add(new Reply(status, Optional.empty(), Answer.JSON));
            return this;
        }

        public Builder replies(int status, SchemaFile schema) {
            replies.add(new Reply(status, Optional.of(schema), Answer.JSON));
            return this;
        }

        /** Server-sent events, the data of each by a schema. */
        public Builder repliesEvents(SchemaFile schema) {
            replies.add(new Reply(200, Optional.of(schema), Answer.EVENTS));
            return this;
        }

        public Builder answerer(Answerer who) {
            answerer = who;
            return this;
        }

        /** What comes of it: by default nothing of a GET, and a command of everything else. */
        public Builder effect(Effect what) {
            effect = what;
            return this;
        }

        /** Has it be answered as of a moment of the past as well, if only the owner answers it. */
        public Builder ofPastToo() {
            isOfPastToo = true;
            return this;
        }

        public Builder summary(String text) {
            summary = text;
            return this;
        }

        /** Ends the line with a handler that answers at once. */
        public Route answeredBy(Handler.Immediate handler) {
            return handledBy(call -> CompletableFuture.completedFuture(handler.answer(call)));
        }

        /** Ends the line with a handler that may wait for the log. */
        public Route handledBy(Handler handler) {
            return new Route(
                    method,
                    template,
                    policy,
                    projectParameter,
                    since,
                    statusBefore,
                    content,
                    isContentFirst,
                    body,
                    bodyless,
                    query,
                    extension,
                    textIf,
                    isTextToo,
                    List.copyOf(replies),
                    answerer,
                    effect,
                    isOfPastToo,
                    Optional.empty(),
                    summary,
                    handler);
        }
    }
}

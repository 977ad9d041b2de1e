package dev.berth.api.bulk;

import com.google.common.base.Throwables;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.util.concurrent.UncheckedExecutionException;
import dev.berth.api.command.Backend;
import dev.berth.api.concurrent.BoundedThreads;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.http.Handler;
import dev.berth.api.http.QueryString;
import dev.berth.api.http.RegionPast;
import dev.berth.api.problem.Problem;
import dev.berth.api.schema.SchemaFamily;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.state.RegionView;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Reads many rows of a region at one position. Each answer has a tag that names the position and all before it, so a
 * caller who has it already is told so without anything being read. Rows are found away from the event loops.
 */
final class BulkHandler {
    private static final int THREADS = 2;
    private static final int WAITING_MAX = 16;
    private static final String AFTER = "after";
    private static final String LIMIT = "limit";

    /** Who reads page by page asks for the next within seconds. */
    private static final Duration KEPT = Duration.ofMinutes(1);

    private static final int KEPT_MAX = 8;
    private static final int TAG_DIGITS = 16;

    private final Backend backend;
    private final BoundedThreads threads = new BoundedThreads("bulk", THREADS, WAITING_MAX);

    private final Cache<Paged, Rows<?>> paged = CacheBuilder.newBuilder()
            .maximumSize(KEPT_MAX)
            .expireAfterAccess(KEPT)
            // They can be made again, and what there is of a large region is not to be what fills the memory.
            .softValues()
            .build();

    /** Which rows, of which moment. */
    private record Paged(Region region, String tag, String template, List<QueryString.Parameter> parameters) {}

    BulkHandler(Backend backend) {
        this.backend = backend;
    }

    /**
     * A handler for one kind of rows.
     *
     * @param schema of the parameters
     * @param rows of a view, by the parameters but {@code limit} and {@code after}
     */
    Handler handler(SchemaFamily schema, BiFunction<RegionView, QueryString, Rows<?>> rows) {
        return call -> {
            schema.requireParametersFit(call.version(), call.query().toJson());
            RegionView view = backend.view(call);
            String tag = tag(view);
            if (call.headers().has(tag)) {
                return CompletableFuture.completedFuture(tagged(Answer.empty(304), tag));
            }
            return made(() -> tagged(page(call, view, rows(call, view, tag, rows)), tag));
        };
    }

    /** All rows are put in order for the first page; others of the same moment find them so. */
    private Rows<?> rows(Call call, RegionView view, String tag, BiFunction<RegionView, QueryString, Rows<?>> rows) {
        if (call.query().last(LIMIT).isEmpty()) {
            return rows.apply(view, call.query());
        }
        Paged key = new Paged(
                call.region(),
                tag,
                call.route().template(),
                call.query().without(List.of(AFTER, LIMIT)).parameters());
        try {
            return paged.get(key, () -> rows.apply(view, call.query()));
        } catch (ExecutionException | UncheckedExecutionException e) {
            Throwables.throwIfUnchecked(e.getCause());
            throw new IllegalStateException("expected rows of " + call.route() + " but they could not be made", e);
        }
    }

    private CompletionStage<Answer> made(Supplier<Answer> work) {
        try {
            return threads.make(work);
        } catch (RejectedExecutionException busy) {
            throw Problem.notServed("Too many long answers are being made; ask again.")
                    .exception();
        }
    }

    private static <T> Answer page(Call call, RegionView view, Rows<T> rows) {
        int limit = call.query().last(LIMIT).map(Integer::parseInt).orElse(Integer.MAX_VALUE);
        Rows.Page<T> page = rows.page(call.query().last(AFTER), limit);
        Optional<String> asOf = Optional.of(view.position())
                .filter(position -> !position.equals(Position.NONE))
                .map(Position::toString);
        Optional<String> next = page.last().map(last -> next(call, asOf.orElseThrow(), last));
        return Answer.inPieces(
                rows.body(page.rows(), asOf, next), call.headers().takesGzip());
    }

    /** The same page behind its last row, of the same moment. */
    private static String next(Call call, String asOf, String last) {
        StringBuilder next = new StringBuilder(call.path(call.route().template())).append('?');
        for (QueryString.Parameter parameter : call.query().parameters()) {
            if (!parameter.name().equals(AFTER)) {
                next.append(encoded(parameter.name()))
                        .append('=')
                        .append(encoded(parameter.value()))
                        .append('&');
            }
        }
        return next.append(RegionPast.PARAMETER + "=")
                .append(asOf)
                .append('&' + AFTER + '=')
                .append(encoded(last))
                .toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Answer tagged(Answer answer, String tag) {
        return answer.header("etag", tag).header("vary", "accept-encoding").fresh();
    }

    /**
     * A head of the chain has in it everything that was decided until then, and in which log. The tag is weak, for it
     * is that of the compressed answer as well, whose bytes are others.
     */
    private static String tag(RegionView view) {
        return "W/\"" + view.position() + "-" + view.chain().head().toString().substring(0, TAG_DIGITS) + "\"";
    }
}

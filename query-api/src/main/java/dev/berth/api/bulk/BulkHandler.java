package dev.berth.api.bulk;

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
import dev.berth.ledger.state.RegionView;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
    private static final int TAG_DIGITS = 16;

    private final Backend backend;
    private final BoundedThreads threads = new BoundedThreads("bulk", THREADS, WAITING_MAX);

    BulkHandler(Backend backend) {
        this.backend = backend;
    }

    /**
     * A handler for one kind of rows.
     *
     * @param schema of the parameters
     * @param order of the keys
     * @param rows of a view, by the parameters
     */
    <T> Handler handler(
            SchemaFamily schema, Comparator<String> order, BiFunction<RegionView, QueryString, Rows<T>> rows) {
        return call -> {
            schema.requireParametersFit(call.version(), call.query().toJson());
            RegionView view = backend.view(call);
            String tag = tag(view);
            if (call.headers().has(tag)) {
                return CompletableFuture.completedFuture(tagged(Answer.empty(304), tag));
            }
            return made(() -> tagged(page(call, view, order, rows.apply(view, call.query())), tag));
        };
    }

    private CompletionStage<Answer> made(Supplier<Answer> work) {
        try {
            return threads.make(work);
        } catch (RejectedExecutionException busy) {
            throw Problem.notServed("Too many long answers are being made; ask again.")
                    .exception();
        }
    }

    private static <T> Answer page(Call call, RegionView view, Comparator<String> order, Rows<T> rows) {
        Optional<String> after = call.query().last(AFTER);
        int limit = call.query().last("limit").map(Integer::parseInt).orElse(Integer.MAX_VALUE);
        List<T> page = new ArrayList<>();
        boolean isMore = false;
        for (T row : rows.all()) {
            if (after.isEmpty() || order.compare(rows.key().apply(row), after.get()) > 0) {
                isMore = page.size() == limit;
                if (isMore) {
                    break;
                }
                page.add(row);
            }
        }
        Optional<String> asOf = Optional.of(view.position())
                .filter(position -> !position.equals(Position.NONE))
                .map(Position::toString);
        Optional<String> next = isMore
                ? Optional.of(next(call, asOf.orElseThrow(), rows.key().apply(page.get(page.size() - 1))))
                : Optional.empty();
        return Answer.inPieces(rows.body(page, asOf, next), call.headers().takesGzip());
    }

    /** The same page behind its last row, of the same moment. */
    private static String next(Call call, String asOf, String last) {
        StringBuilder next = new StringBuilder(call.path(call.route().template())).append('?');
        for (QueryString.Parameter parameter : call.query().parameters()) {
            if (!parameter.name().equals(AFTER) && !parameter.name().equals(RegionPast.PARAMETER)) {
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

    /** A head of the chain has in it everything that was decided until then, and in which log. */
    private static String tag(RegionView view) {
        return "\"" + view.position() + "-" + view.chain().head().toString().substring(0, TAG_DIGITS) + "\"";
    }
}

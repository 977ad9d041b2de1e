package dev.berth.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Where paths lead. */
final class RouterTest {
    private final Router router = new Router(List.of(
            route("/"),
            route("/history/{kind}/{id}"),
            route("/history/consumer/{id}/why"),
            route("/history/consumer/all"),
            route("/traits/{name}")));

    private static Route route(String template) {
        return Route.get(template).answeredBy(call -> {
            throw new IllegalStateException("expected no call");
        });
    }

    @Test
    void takesASegmentAsAParameterWhereItsNameLeadsNowhere() {
        assertThat(found("/history/consumer/7")).contains("GET /history/{kind}/{id} {id=7, kind=consumer}");
        assertThat(found("/history/consumer/7/why")).contains("GET /history/consumer/{id}/why {id=7}");
        assertThat(found("/history/consumer/all")).contains("GET /history/consumer/all {}");
        assertThat(found("/history/host/all")).contains("GET /history/{kind}/{id} {id=all, kind=host}");
        assertThat(found("/history/host/7/why")).isEmpty();
    }

    @Test
    void leadsNowhereWhereSegmentsAreMissingOrEmpty() {
        assertThat(found("")).contains("GET / {}");
        assertThat(found("/traits")).isEmpty();
        assertThat(found("/traits/")).isEmpty();
        assertThat(found("/history//7")).isEmpty();
        assertThat(found("/traits/7/")).isEmpty();
    }

    private Optional<String> found(String path) {
        return router.match(path)
                .map(match -> match.route(HttpMethod.GET).orElseThrow() + " " + new TreeMap<>(match.parameters()));
    }
}

package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.PromQuery.Selector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Rules, alerts and the dashboard ask for nothing that docs/metrics.md does not list. */
class MetricsPageTest {
    /** What Prometheus adds to each series. */
    private static final Set<String> ADDED = Set.of("instance", "job");

    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");

    @Test
    void listsEverySeriesAndLabelThatIsAskedFor() throws IOException {
        Map<String, Set<String>> known = known();
        List<String> unknown = new ArrayList<>();
        List<String> queries = MonitoringFiles.queries();
        for (String query : queries) {
            PromQuery read = PromQuery.of(query);
            Set<String> labels = new TreeSet<>(ADDED);
            for (Selector selector : read.selectors()) {
                Set<String> of = known.get(selector.metric());
                if (of == null) {
                    unknown.add(selector.metric() + " in " + query);
                } else {
                    labels.addAll(of);
                    asked(selector).stream()
                            .filter(label -> !of.contains(label) && !ADDED.contains(label))
                            .forEach(label -> unknown.add(label + " of " + selector.metric() + " in " + query));
                }
            }
            read.grouped().stream()
                    .filter(label -> !labels.contains(label))
                    .forEach(label -> unknown.add("grouping by " + label + " in " + query));
        }

        assertThat(unknown).isEmpty();
        assertThat(queries).hasSizeGreaterThan(50);
    }

    private static Set<String> asked(Selector selector) {
        Set<String> asked = new TreeSet<>(selector.equal().keySet());
        asked.addAll(selector.others());
        return asked;
    }

    /** The labels of each series: those of the page, of rules, and the one that Prometheus makes itself. */
    private static Map<String, Set<String>> known() throws IOException {
        Map<String, Set<String>> known = new HashMap<>(MetricsPage.samples());
        known.put("up", ADDED);
        MonitoringFiles.records()
                .forEach((name, query) -> known.put(name, PromQuery.of(query).grouped()));
        return known;
    }

    @Test
    void listsTheSeriesThatFillTheVariablesOfTheDashboard() throws IOException {
        Map<String, Set<String>> known = known();
        assertThat(MonitoringFiles.variableQueries()).isNotEmpty().allSatisfy(query -> {
            Matcher values = LABEL_VALUES.matcher(query);
            assertThat(values.matches()).as(query).isTrue();
            assertThat(known).containsKey(values.group(1));
            assertThat(ADDED.contains(values.group(2))
                            || known.get(values.group(1)).contains(values.group(2)))
                    .as(query)
                    .isTrue();
        });
    }

    @Test
    void saysOfEachAlertWhatToDo() throws IOException {
        assertThat(MetricsPage.alerts())
                .containsExactlyInAnyOrderElementsOf(MonitoringFiles.alerts().keySet());
    }

    @Test
    void readsQueriesAsPrometheusDoes() {
        PromQuery query = PromQuery.of("""
                histogram_quantile(0.99, sum by (route, le) (rate(a_bucket{status=~"5..", x = "y"}[5m])))
                  / on (region) (max by (region) (b) > 1e3) unless c""");
        assertThat(query.selectors())
                .containsExactly(
                        new Selector("a_bucket", Map.of("x", "y"), Set.of("status")),
                        new Selector("b", Map.of(), Set.of()),
                        new Selector("c", Map.of(), Set.of()));
        assertThat(query.grouped()).containsExactly("le", "region", "route");
    }
}

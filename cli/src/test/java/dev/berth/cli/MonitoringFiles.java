package dev.berth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files that Prometheus and Grafana are given: their rules and queries. */
final class MonitoringFiles {
    static final Path PROMETHEUS = Path.of("..", "docker", "prometheus");
    static final Path DASHBOARD = Path.of("..", "docker", "grafana", "berth-dashboard.json");

    private MonitoringFiles() {}

    /** The alerts by name, each with its query. */
    static Map<String, String> alerts() throws IOException {
        return rules("berth-alerts.yml", "alert");
    }

    /** The recording rules by the series that they make, each with its query. */
    static Map<String, String> records() throws IOException {
        return rules("berth-recording.yml", "record");
    }

    private static Map<String, String> rules(String file, String kind) throws IOException {
        Map<String, String> rules = new LinkedHashMap<>();
        for (Object group : list(yaml(file), "groups")) {
            for (Object rule : list(group, "rules")) {
                Map<?, ?> fields = (Map<?, ?>) rule;
                rules.put((String) fields.get(kind), (String) fields.get("expr"));
            }
        }
        return rules;
    }

    /** The alerts that are expected to fire in some test of the rules. */
    static Set<String> testedAlerts() throws IOException {
        Set<String> fired = new TreeSet<>();
        for (Object test : list(yaml("berth-rules-test.yml"), "tests")) {
            for (Object alert : list(test, "alert_rule_test")) {
                if (!list(alert, "exp_alerts").isEmpty()) {
                    fired.add((String) ((Map<?, ?>) alert).get("alertname"));
                }
            }
        }
        return fired;
    }

    private static Object yaml(String file) throws IOException {
        return new Load(LoadSettings.builder().build()).loadFromString(Files.readString(PROMETHEUS.resolve(file)));
    }

    private static List<?> list(Object of, String field) {
        Object found = ((Map<?, ?>) of).get(field);
        return found == null ? List.of() : (List<?>) found;
    }

    /** The queries of the dashboard's panels. */
    static List<String> panelQueries() throws IOException {
        List<String> queries = new ArrayList<>();
        JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
        for (JsonNode panel : dashboard.path("panels")) {
            panel.path("targets")
                    .forEach(target -> queries.add(target.path("expr").asText()));
        }
        return queries;
    }

    /** The metrics and labels that the dashboard's variables are filled from, such as {@code label_values(up, job)}. */
    static List<String> variableQueries() throws IOException {
        List<String> queries = new ArrayList<>();
        JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
        for (JsonNode variable : dashboard.path("templating").path("list")) {
            if (variable.path("type").asText().equals("query")) {
                queries.add(variable.path("query").asText());
            }
        }
        return queries;
    }

    /** Everything that is asked of Prometheus. */
    static List<String> queries() throws IOException {
        List<String> queries = new ArrayList<>(alerts().values());
        queries.addAll(records().values());
        queries.addAll(panelQueries());
        return queries;
    }
}

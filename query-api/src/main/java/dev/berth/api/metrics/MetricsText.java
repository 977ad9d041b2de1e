package dev.berth.api.metrics;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/** What was measured, as the text that Prometheus reads. */
public final class MetricsText {
    /** Its media type. */
    public static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private MetricsText() {}

    /** The snapshots with what they mean and of which type they are. */
    static String of(MetricSnapshots snapshots) {
        PrometheusMeterRegistry alone = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        MultiCollector collector = () -> snapshots;
        alone.getPrometheusRegistry().register(collector);
        return alone.scrape();
    }
}

package dev.berth.cli.service;

import com.sun.management.OperatingSystemMXBean;
import dev.berth.api.metrics.PartitionMeters;
import dev.berth.projector.Projector;
import dev.berth.projector.intake.Intake;
import dev.berth.projector.intake.IntakeRefusal;
import dev.berth.terminal.Version;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.function.ToDoubleFunction;

/** What an instance measures, and apart from it what the Kafka clients in it measure. Put together once, at a start. */
final class ServiceMeters {
    private static final double NANOS = 1e9;

    private final PrometheusMeterRegistry own = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final PrometheusMeterRegistry kafka = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    ServiceMeters() {
        // By the names and units of Prometheus, which some of the library's are not.
        own.config()
                .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"))
                .meterFilter(new MeterFilter() {
                    @Override
                    public Meter.Id map(Meter.Id id) {
                        return id.getName().equals("system.cpu.count") ? id.withName("system.processors") : id;
                    }
                });
        Gauge.builder("berth.build.info", () -> 1)
                .tag("version", Version.number())
                .tag("java", Runtime.version().toString())
                .description("1, with the version of Berth and of the Java that runs it")
                .register(own);
    }

    /** All but what Kafka clients measure. */
    PrometheusMeterRegistry own() {
        return own;
    }

    /** What the Kafka clients measure: a thousand lines and more. */
    PrometheusMeterRegistry kafka() {
        return kafka;
    }

    /** Measures how the partitions stand, from before the projector has caught up. */
    void measureStart(Projector projector) {
        new PartitionMeters(projector::health).register(own);
        counter("berth.restores", "stores that were read back from their changelog", projector, Projector::restores);
        counter(
                "berth.restored.records",
                "records that were read back from changelogs",
                projector,
                Projector::restoredRecords);
        counter(
                "berth.stream.thread.failures",
                "stream threads that have failed; each was replaced by another, or the disk has failed",
                projector,
                Projector::threadFailures);
    }

    /** Measures the JVM and the stream threads; bound beside a running service, for it takes a while. */
    void measure(Projector projector, OpenParts parts) {
        new JvmMemoryMetrics().bindTo(own);
        new JvmThreadMetrics().bindTo(own);
        measureProcessors();
        new UptimeMetrics().bindTo(own);
        new FileDescriptorMetrics().bindTo(own);
        parts.add(new JvmGcMetrics()).bindTo(own);
        counter(
                "berth.log.foreign.records",
                "records of the log that belong to no region, or stand where their region is not at home",
                projector,
                Projector::foreignRecords);
        counter(
                "berth.transactions.forgotten",
                "parts of transactions that Kafka had forgotten and that were aborted from here",
                projector,
                Projector::forgottenTransactions);
        counter(
                "berth.peers.removed",
                "members of ended processes that were taken out of the group from here",
                projector,
                Projector::removedMembers);
        Gauge.builder("berth.log.broken.partitions", projector, ServiceMeters::broken)
                .description("partitions of the log that do not continue what was decided from them")
                .register(own);
        parts.add(new KafkaStreamsMetrics(projector.streams())).bindTo(kafka);
    }

    private void measureProcessors() {
        new ProcessorMetrics().bindTo(own);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            FunctionCounter.builder("process.cpu", system, of -> of.getProcessCpuTime() / NANOS)
                    .baseUnit("seconds")
                    .description("processor time that the process has taken")
                    .register(own);
        }
    }

    private static double broken(Projector projector) {
        return projector.views().partitions().stream()
                .filter(partition -> partition.fault().isPresent())
                .count();
    }

    /** Measures what becomes of signed reports. */
    void measure(Intake intake) {
        for (IntakeRefusal reason : IntakeRefusal.values()) {
            FunctionCounter.builder("berth.intake.refused", intake, in -> in.refused(reason))
                    .tag("reason", reason.label())
                    .description("records of berth.reports that left nothing in the log")
                    .register(own);
        }
        decided(intake, "accepted", Intake::accepted);
        decided(intake, "refused", Intake::refusedByLedger);
        counter(
                "berth.intake.superseded",
                "signed reports in whose place a newer one of the same host was taken",
                intake,
                Intake::superseded);
        counter(
                "berth.intake.repeated",
                "signed reports that came again and had been decided",
                intake,
                Intake::repeated);
        counter("berth.intake.heartbeats", "signed heartbeats of hosts that counted", intake, Intake::heartbeats);
    }

    private void decided(Intake intake, String outcome, ToDoubleFunction<Intake> count) {
        FunctionCounter.builder("berth.intake.decided", intake, count)
                .tag("outcome", outcome)
                .description("signed reports that were let into the log and decided")
                .register(own);
    }

    private <T> void counter(String name, String meaning, T of, ToDoubleFunction<T> count) {
        FunctionCounter.builder(name, of, count).description(meaning).register(own);
    }
}

package dev.berth.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.Position;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.VouchedProvider;
import dev.berth.ledger.scenario.Symbols;
import dev.berth.ledger.state.RegionEdit;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.Touched;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a step says it has touched: anyone who writes only those rows, as a store does, has the region. */
final class TouchedTest {
    private final Map<String, Map<Object, Object>> rows = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 6})
    void namesEveryRowThatHasChanged(long seed) {
        TestingLog log = new TestingLog(seed, 400);
        for (int i = 0; i < log.length(); i++) {
            Ledger.Step step = log.step(i);
            write(step.touched(), step.after());
            assertThat(rows).as(log.line(i)).isEqualTo(all(step.after()));
        }
    }

    @Test
    void namesTheReportOfAHostThatIsGone() {
        ProviderId host = new Symbols().provider("cn1");
        CreateProvider created = new CreateProvider(new Symbols().command("create"), host, "cn1", Optional.empty());
        RegionView view =
                Ledger.apply(TestingLog.EMPTY, new Position(0, 0, 0), created).after();
        VouchedProvider root =
                new VouchedProvider("cn1", Optional.empty(), ImmutableSortedSet.of(), ImmutableSortedMap.of(), false);
        RegionView reported = new RegionEdit(view)
                .put(new HostReport(host, ImmutableSortedMap.of(host, root), ImmutableSortedMap.of()))
                .view();
        assertThat(new RegionEdit(reported).remove(host).touched().reports()).containsExactly(host);
    }

    private void write(Touched touched, RegionView view) {
        write("providers", touched.providers(), view::provider);
        write("consumers", touched.consumers(), view::consumer);
        write(
                "usage",
                touched.usages(),
                id -> Optional.of(view.consumers().usage(id)).filter(usage -> !usage.isEmpty()));
        write("reports", touched.reports(), view::hostReport);
        write("enrolments", touched.enrolments(), view::enrolment);
        write("sequences", touched.sequences(), id -> view.sequences().get(id).toJavaOptional());
        write("drains", touched.drains(), view::drain);
        write(
                "devices",
                touched.devices(),
                id -> Optional.of(view.devices().of(id).devices()).filter(devices -> !devices.isEmpty()));
        write("flavors", touched.flavors(), view::flavor);
        write(
                "classes",
                touched.classes(),
                id -> view.catalogue().customClasses().get(id).toJavaOptional());
        write(
                "traits",
                touched.traits(),
                id -> view.catalogue().customTraits().get(id).toJavaOptional());
    }

    private <K> void write(String table, Iterable<K> touched, Function<K, Optional<?>> find) {
        Map<Object, Object> kept = rows.computeIfAbsent(table, none -> new TreeMap<>());
        for (K key : touched) {
            find.apply(key).ifPresentOrElse(value -> kept.put(key, value), () -> kept.remove(key));
        }
    }

    private static Map<String, Map<Object, Object>> all(RegionView view) {
        Map<String, Map<Object, Object>> all = new TreeMap<>();
        for (String table : new String[] {
            "providers",
            "consumers",
            "usage",
            "reports",
            "enrolments",
            "sequences",
            "drains",
            "devices",
            "flavors",
            "classes",
            "traits"
        }) {
            all.put(table, new TreeMap<>());
        }
        for (Provider provider : view.providers().all()) {
            all.get("providers").put(provider.id(), provider);
            if (!view.consumers().usage(provider.id()).isEmpty()) {
                all.get("usage").put(provider.id(), view.consumers().usage(provider.id()));
            }
        }
        for (Consumer consumer : view.consumers().all()) {
            all.get("consumers").put(consumer.id(), consumer);
        }
        view.devices()
                .all()
                .forEach(host -> all.get("devices").put(host._1(), host._2().devices()));
        all.get("devices").values().removeIf(devices -> ((java.util.List<?>) devices).isEmpty());
        view.hosts().all().forEach(report -> all.get("reports").put(report.host(), report));
        view.enrolments().all().forEach(enrolment -> all.get("enrolments").put(enrolment.host(), enrolment));
        view.sequences().forEach((host, last) -> all.get("sequences").put(host, last));
        view.drains().forEach((host, drain) -> all.get("drains").put(host, drain));
        view.flavors().forEach((name, flavor) -> all.get("flavors").put(name, flavor));
        view.catalogue()
                .customClasses()
                .forEach((custom, createdAtMs) -> all.get("classes").put(custom, createdAtMs));
        view.catalogue()
                .customTraits()
                .forEach((custom, createdAtMs) -> all.get("traits").put(custom, createdAtMs));
        return all;
    }
}

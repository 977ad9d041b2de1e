package dev.berth.ledger.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.command.Command;
import dev.berth.events.command.LogEntry;
import dev.berth.events.model.Provider;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.scenario.RandomCommands;
import dev.berth.ledger.scenario.Symbols;
import dev.berth.ledger.state.Touched;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What histories of random logs add up to. */
final class HistoryProperties {
    private static final int LENGTH = 300;

    /** Each change continues from where the one before it led, and all of them lead to what is so in the end. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theChangesOfASubjectAddUpToWhatIsSo(long seed) {
        List<LogEntry> log = log(seed);
        StepwiseFold fold = new StepwiseFold(Region.DEFAULT);
        Touched touched = new Touched();
        TreeSet<String> granted = new TreeSet<>();
        for (LogEntry entry : log) {
            fold.take(entry, step -> {
                touched.addAll(step.touched());
                if (!step.decision().outcome().events().isEmpty()) {
                    granted.add(step.decision().position().toString());
                }
            });
        }
        List<Subject> subjects = new ArrayList<>();
        touched.providers().forEach(id -> subjects.add(new Subject.OfProvider(id)));
        touched.consumers().forEach(id -> subjects.add(new Subject.OfConsumer(id)));
        touched.flavors().forEach(name -> subjects.add(new Subject.OfFlavor(name)));
        touched.classes().forEach(id -> subjects.add(new Subject.OfClass(id)));
        for (Provider provider : fold.view().providers().all()) {
            if (provider.isRoot()) {
                subjects.add(new Subject.OfHost(provider.id()));
            }
        }
        assertThat(subjects).hasSizeGreaterThan(10);
        for (Subject subject : subjects) {
            TreeMap<String, Object> told = new TreeMap<>();
            RegionHistory history = new RegionHistory(Region.DEFAULT, subject);
            for (LogEntry entry : log) {
                for (HistoryEntry each : history.take(entry)) {
                    assertThat(each.refusal().isPresent())
                            .isEqualTo(each.changes().isEmpty());
                    assertThat(each.refusal().isPresent()
                                    || granted.contains(each.position().toString()))
                            .isTrue();
                    each.changes().forEach(change -> {
                        String key = change.of() + "/" + change.field();
                        if (!(subject instanceof Subject.OfHost)) {
                            assertThat(told.get(key))
                                    .as(key)
                                    .isEqualTo(change.from().orElse(null));
                        }
                        change.to().ifPresentOrElse(to -> told.put(key, to), () -> told.remove(key));
                    });
                }
            }
            FieldValues end = new FieldValues();
            subject.portray(fold.view(), touched, end);
            TreeMap<String, Object> so = new TreeMap<>();
            FieldValues.changes(new FieldValues(), end)
                    .forEach(change -> so.put(
                            change.of() + "/" + change.field(), change.to().orElseThrow()));
            if (subject instanceof Subject.OfHost) {
                assertThat(so.entrySet())
                        .as(subject.text())
                        .allSatisfy(
                                field -> assertThat(told.get(field.getKey())).isEqualTo(field.getValue()));
            } else {
                assertThat(told).as(subject.text()).isEqualTo(so);
            }
        }
    }

    private static List<LogEntry> log(long seed) {
        List<LogEntry> entries = new ArrayList<>();
        for (Command command : RandomCommands.log(seed, LENGTH, new Symbols())) {
            entries.add(new LogEntry.Readable(RandomCommands.position(entries.size()), command, Sha256.NONE));
        }
        return entries;
    }
}

package dev.berth.ledger.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.command.Command;
import dev.berth.events.command.LogEntry;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.ledger.digest.StateDigest.Section;
import dev.berth.ledger.scenario.RandomCommands;
import dev.berth.ledger.scenario.Symbols;
import dev.berth.ledger.state.RegionView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What holds for the differences of any two states of any log. A failure prints the seed of its log. */
class StateDiffProperties {
    private static final int LENGTH = 120;

    /** Golden logs are longer than there is time for. */
    private static final int LINES_MAX = 300;

    /** The digest is computed by other code from the tables themselves, so it knows what the directories must show. */
    @Property(tries = 5)
    void isEmptyExactlyWhereTheDigestsAgree(@ForAll long seed) {
        List<RegionFold> folds = folds(seed);
        for (int i = 1; i < folds.size(); i++) {
            assertAgreesWithDigests(folds.get(i - 1), folds.get(i), i - 1, i);
        }
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20; i++) {
            int from = random.nextInt(folds.size());
            int to = random.nextInt(folds.size());
            assertAgreesWithDigests(folds.get(from), folds.get(to), from, to);
        }
    }

    private static void assertAgreesWithDigests(RegionFold before, RegionFold after, int from, int to) {
        assertThat(diff(before, after).isEmpty())
                .as("nothing differs from %s to %s", from, to)
                .isEqualTo(digests(before).equals(digests(after)));
    }

    /** With everything in it that scenarios and golden logs were written for, such as guests on cells. */
    @Test
    void agreesWithTheDigestsAfterEachCommandOfEveryScenario() throws IOException {
        List<Path> logs = new ArrayList<>();
        try (Stream<Path> scenarios = Files.list(Path.of("src/test/scenarios"));
                Stream<Path> golden = Files.list(Path.of("src/test/golden"))) {
            scenarios.forEach(logs::add);
            golden.map(each -> each.resolve("commands.txt")).forEach(logs::add);
        }
        int commands = 0;
        int changed = 0;
        for (Path log : logs) {
            TestingState state = new TestingState("");
            TreeMap<Section, String> digests = digests(state.fold());
            List<String> lines = Files.readAllLines(log);
            for (String line : lines.subList(0, Math.min(lines.size(), LINES_MAX))) {
                RegionFold before = state.fold();
                if (isTaken(state, line.split("->", 2)[0].strip())) {
                    TreeMap<Section, String> now = digests(state.fold());
                    commands++;
                    changed += now.equals(digests) ? 0 : 1;
                    assertThat(diff(before, state.fold()).isEmpty())
                            .as("nothing differs by %s of %s", line, log)
                            .isEqualTo(now.equals(digests));
                    digests = now;
                }
            }
        }
        assertThat(commands).isGreaterThan(600);
        assertThat(changed).isBetween(300, commands - 100);
    }

    /** Questions and what stands for many commands are passed over. */
    private static boolean isTaken(TestingState state, String line) {
        if (line.isEmpty() || line.startsWith("#")) {
            return false;
        }
        try {
            state.take(line);
            return true;
        } catch (IllegalArgumentException noCommand) {
            return false;
        }
    }

    /** All but the sections that every command changes, refused ones too. */
    private static TreeMap<Section, String> digests(RegionFold fold) {
        TreeMap<Section, String> sections =
                new TreeMap<>(StateDigest.of(fold.view()).sections());
        sections.remove(Section.RECENT_COMMANDS);
        sections.remove(Section.CHAIN);
        return sections;
    }

    /** Whoever has the one state and the changes has the other; and the changes back are the same the other way. */
    @Property(tries = 5)
    void leadsFromTheOneStateToTheOther(@ForAll long seed) {
        List<RegionFold> folds = folds(seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20; i++) {
            RegionFold before = folds.get(random.nextInt(folds.size()));
            RegionFold after = folds.get(random.nextInt(folds.size()));
            TreeMap<String, Object> state = flat(before);
            TreeMap<String, Object> back = flat(after);
            for (NodeChange change : diff(before, after)) {
                change.fields().forEach(field -> {
                    String key = change.path() + " " + field.field();
                    put(state, key, field.from(), field.to());
                    put(back, key, field.to(), field.from());
                });
            }
            assertThat(state).isEqualTo(flat(after));
            assertThat(back).isEqualTo(flat(before));
        }
    }

    private static void put(TreeMap<String, Object> state, String key, Optional<Object> from, Optional<Object> to) {
        assertThat(state.get(key)).as(key).isEqualTo(from.orElse(null));
        to.ifPresentOrElse(value -> state.put(key, value), () -> state.remove(key));
    }

    /** Every field of every thing, as somebody finds them who goes through all directories. */
    private static TreeMap<String, Object> flat(RegionFold fold) {
        TreeMap<String, Object> all = new TreeMap<>();
        NodePath.LocatedNode root = NodePath.ROOT.in(RegionRoot.of(fold)).orElseThrow();
        NodeWalk.below(
                root,
                Integer.MAX_VALUE,
                true,
                (depth, found) ->
                        found.node().fields().forEach((field, value) -> all.put(found.path() + " " + field, value)));
        return all;
    }

    /** What is listed is found, by the names under which it is listed, and is what was listed. */
    @Property(tries = 3)
    void findsWhateverIsListed(@ForAll long seed) {
        List<RegionFold> folds = folds(seed);
        StateNode root = RegionRoot.of(folds.get(LENGTH));
        int[] count = {0};
        NodeWalk.below(NodePath.ROOT.in(root).orElseThrow(), Integer.MAX_VALUE, false, (depth, listed) -> {
            count[0]++;
            NodePath.LocatedNode found = listed.path().in(root).orElseThrow();
            assertThat(found.path()).isEqualTo(listed.path());
            assertThat(found.label()).isEqualTo(listed.label());
            if (depth < 4) {
                assertThat(found.node().fields()).isEqualTo(listed.node().fields());
            }
            List<String> names =
                    found.node().children().all().map(NamedNode::name).toList();
            assertThat(names).isSorted().doesNotHaveDuplicates();
        });
        assertThat(count[0]).isGreaterThan(500);
    }

    private static List<NodeChange> diff(RegionFold before, RegionFold after) {
        List<NodeChange> changes = new ArrayList<>();
        StateDiff.of(NodePath.ROOT.in(RegionRoot.of(before)), NodePath.ROOT.in(RegionRoot.of(after)), changes::add);
        return changes;
    }

    private static List<RegionFold> folds(long seed) {
        List<RegionFold> folds = new ArrayList<>();
        RegionFold fold = RegionFold.of(RegionView.empty(Region.DEFAULT));
        folds.add(fold);
        for (Command command : RandomCommands.log(seed, LENGTH, new Symbols())) {
            fold = fold.take(new LogEntry.Readable(RandomCommands.position(folds.size() - 1), command, Sha256.NONE))
                    .after();
            folds.add(fold);
        }
        return folds;
    }
}

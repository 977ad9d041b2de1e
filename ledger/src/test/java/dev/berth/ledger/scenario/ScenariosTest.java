package dev.berth.ledger.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.command.CommandKind;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Rejection;
import dev.berth.events.event.EventKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Plays the files in src/test/scenarios. A line is a command or a question, an arrow, and what comes of it. {@code P@3}
 * quotes generation 3, {@code P} none; of consumers, {@code C@-} says that there must be none yet.
 *
 * <pre>
 * provider P [named N] [under P]                  update P [named N] [under P|- [freely]]
 * delete P
 * inventory P[@n] [CLASS=total[/setting=n]..]..   settings: reserved min max step ratio
 * add-inventory P[@n] CLASS=..                    set-inventory P@n CLASS=..
 * drop-inventory P CLASS
 * traits P[@n] [TRAIT]..                          aggregates P[@n] [A]..
 * trait TRAIT                                     drop-trait TRAIT
 * class CLASS                                     ensure-class CLASS
 * rename-class CLASS CLASS                        drop-class CLASS
 * claim C[@n] [P:CLASS=n,..].. [project T] [user T] [type T] [and C..]..
 * claim C .. pci HOST [cells n,n] [ID=count*FLAVOR[/POLICY][/P:n]..|ID=count*NAME=value,..[/POLICY][/P:n]..]..
 * claim C .. numa HOST [VCPUS[+DEDICATED]:MB[/pages=KB][/threads=POLICY]]..
 * release C [seen n MS] [for WORD..]
 * reshape [P@n CLASS=.. [and P@n ..]..] [claims C[@n] ..]
 * import [class CLASS].. [trait TRAIT]..
 *        [P@n [named N] [under P] [CLASS=..].. [traits TRAIT..] [aggregates A..] [and P@n ..]..]
 *        [holders C@n P:CLASS=n,.. [project T] [user T] [type T] [and C@n ..]..]
 * enrol P [key K] [user U]                        rekey P K
 * withdraw P                                      rename P N
 * drain P WORD..                                  undrain P
 * remove P [for WORD..]
 * report [number n] [taking-over] P [named N] [CLASS=..].. [traits TRAIT..] [explicit CLASS:FIELD[,FIELD]..]
 *        [offers DEVICE..] [and P under P ..].. [and - offers DEVICE..] [and cleaned ADDRESS..]
 *        [and cells CELL=SOCKET|-[:CPUS[+PINNABLE]:MB[/cores=n,n|n,n][/pages=KB*n,KB*n]]..]
 *        DEVICE: bus:slot.function[/setting=..]..
 *        settings: type (PCI PF VF VDPA) parent numa vendor product, else tags
 * device P ADDRESS drain|fail REASON              device P ADDRESS clean|acknowledge|return
 * flavor F[@n] NAME=value[,NAME=value].. [or ..].. [policy P]
 * drop-flavor F
 * rules n                                         skip offset
 * again                                           the last command, with its id
 *
 * Of these all commands are sent, and the outcome of the last is told:
 * widen P n        n providers P.1, P.2 .. below P
 * deepen P n       P.1 below P, P.2 below P.1 ..
 * crowd P CLASS n  n consumers, of whom each takes 1 of the class
 * equip P n        an inventory of 1 of each of n custom classes
 *
 * -&gt; ok [P@n|C@n]..        something changed; these generations afterwards, - for what is gone
 * -&gt; unchanged [P@n|C@n].. accepted, and everything was so already
 * -&gt; REJECTION [fact=value]..
 *
 * show P     -&gt; P@n [named N] [under P root P] [CLASS=used/capacity].. [traits ..] [aggregates ..]   or absent
 * holds C    -&gt; C@n P:CLASS=n.. project T user T [type T]                                             or absent
 * vouches P  -&gt; P [traits ..] [and P ..]..                                                            or absent
 * stands P   -&gt; P [named N] [CLASS=total[/setting=n]..].. [traits ..] [and P ..]..                    or absent
 * fields P CLASS -&gt; total[/setting=n].. [explicit FIELD..] [operator FIELD..] [departing]             or absent
 * offered CLASS=n.. -&gt; P:CLASS=n.. [or P:..]..                                                        or none
 * explained CLASS=n.. -&gt; found|not_now|never|undecided, of all and of each class
 * enrolled P -&gt; yes|no [key K] [user U] [number n]
 * drained P  -&gt; no, or: for WORD.. [disabled besides]
 * where CLASS=n.. -&gt; P[+P]..  the candidates, each by its providers                                 or none
 * devices P  -&gt; ADDRESS=state[:C][/dirty][/failed|drained][/REASON][/departing]..                   or none
 * pools P    -&gt; VENDOR:PRODUCT@NUMA=count..                                                          or none
 * placement C -&gt; HOST GUESTCELL&gt;HOSTCELL[/pages=KB][/CPU,CPU]..                                        or none
 * cells P    -&gt; CELL=ncpus,nmb[,pinned:CPU,CPU]..                                                     or none
 * knows NAME -&gt; yes or no
 * </pre>
 */
final class ScenariosTest {
    private static final Path SCENARIOS = Path.of("src/test/scenarios");

    @TestFactory
    Stream<DynamicTest> playsAsWritten() throws IOException {
        return files().stream().filter(file -> !isCrowded(file)).map(ScenariosTest::asWritten);
    }

    @TestFactory
    @Tag("crowd")
    Stream<DynamicTest> playsCrowdsAsWritten() throws IOException {
        return files().stream().filter(ScenariosTest::isCrowded).map(ScenariosTest::asWritten);
    }

    private static DynamicTest asWritten(Path file) {
        return DynamicTest.dynamicTest(
                file.getFileName().toString(),
                () -> assertThat(play(file).failures()).isEmpty());
    }

    /** Whether a line of it stands for many commands, which take their time. */
    static boolean isCrowded(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.anyMatch(Crowds::isCrowd);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Tag("slow")
    void meetsEveryRejectionOnceInOrderOfPrecedence() throws IOException {
        List<Rejection> met = play(SCENARIOS.resolve("every-rejection.scenario")).outcomes().stream()
                .map(Outcome::refusal)
                .flatMap(Optional::stream)
                .map(Refusal::rejection)
                .toList();
        // The last takes megabytes; see OutcomeTooLargeTest.
        List<Rejection> readable = List.of(Rejection.values()).subList(0, Rejection.OUTCOME_TOO_LARGE.ordinal());
        assertThat(met).containsExactlyElementsOf(readable);
    }

    @Test
    @Tag("slow")
    void asksForEveryKindOfCommandAndTellsEveryKindOfEvent() throws IOException {
        Set<CommandKind> asked = EnumSet.noneOf(CommandKind.class);
        Set<EventKind> told = EnumSet.noneOf(EventKind.class);
        for (Path file : files()) {
            for (Decision decision : play(file).decisions()) {
                asked.add(decision.commandKind());
                decision.outcome().events().forEach(event -> told.add(event.kind()));
            }
        }
        assertThat(asked).containsExactly(CommandKind.values());
        // Records are skipped where a region has stopped, as none has here, and there is one version of the rules so
        // far.
        told.addAll(EnumSet.of(EventKind.RECORD_SKIPPED, EventKind.RULES_ACTIVATED));
        assertThat(told).containsExactly(EventKind.values());
    }

    @Test
    void findsALineThatIsNotSo() {
        assertThat(Scenario.play(List.of("provider cn1 -> ok cn1@1", "show cn1 -> absent"))
                        .failures())
                .containsExactly(
                        "line 1: provider cn1\n  expected ok cn1@1\n  but got  ok cn1@0",
                        "line 2: show cn1\n  expected absent\n  but got  cn1@0");
    }

    private static Scenario play(Path file) throws IOException {
        return Scenario.play(Files.readAllLines(file));
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(SCENARIOS)) {
            return files.sorted().toList();
        }
    }
}

package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.berth.agent.command.BerthAgent;
import dev.berth.cli.logging.PrintableMessage;
import dev.berth.cli.logging.PrintableTrace;
import dev.berth.cli.logging.RetriedByKafka;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every class serves a program: what only tests use lives with the tests, and what nobody uses is deleted. */
class ReachableClassesTest {
    /** The two programs, and what logback.xml names. */
    private static final List<String> ROOTS = List.of(
            Berth.class.getName(),
            BerthAgent.class.getName(),
            RetriedByKafka.class.getName(),
            PrintableMessage.class.getName(),
            PrintableTrace.class.getName());

    @Test
    void everyClassIsReachedFromAProgram() {
        JavaClasses all = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(new OnlyEventsWriteTest.NoTestJars())
                .importPackages("dev.berth");
        TreeMap<String, Set<String>> needed = new TreeMap<>();
        for (JavaClass each : all) {
            Set<String> needs = needed.computeIfAbsent(outermost(each.getName()), name -> new HashSet<>());
            for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
                needs.add(outermost(
                        dependency.getTargetClass().getBaseComponentType().getName()));
            }
        }
        assertThat(needed).hasSizeGreaterThan(800).containsKeys(ROOTS.toArray(String[]::new));

        Set<String> unreached = new TreeSet<>(needed.keySet());
        Deque<String> next = new ArrayDeque<>(ROOTS);
        while (!next.isEmpty()) {
            String name = next.remove();
            if (unreached.remove(name)) {
                next.addAll(needed.get(name));
            }
        }
        unreached.removeIf(name -> name.endsWith(".package-info")
                || name.startsWith("dev.berth.avro.")
                || isOfConstantsOnly(all.get(name)));
        assertThat(unreached)
                .as("classes that neither berth nor berth-agent uses")
                .isEmpty();
    }

    /** The compiler writes constants into the classes that use them, so nothing shows who does. */
    private static boolean isOfConstantsOnly(JavaClass each) {
        return each.getMethods().isEmpty()
                && !each.getFields().isEmpty()
                && each.getFields().stream()
                        .allMatch(field -> field.getModifiers().contains(JavaModifier.FINAL)
                                && field.getModifiers().contains(JavaModifier.STATIC));
    }

    private static String outermost(String name) {
        return Splitter.on('$').splitToList(name).get(0);
    }
}

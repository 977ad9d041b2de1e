package dev.berth.ledger;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import dev.berth.catalogue.StandardCatalogue;
import dev.berth.events.model.IdHash;
import dev.berth.events.model.Printable;
import dev.berth.ledger.directory.PathName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What the law and its language may not touch, with the reason and with what to take instead. Every rule here stands
 * for a way in which two replays of one log could come apart; docs/determinism.md tells them in one piece.
 */
@AnalyzeClasses(
        packages = {
            "dev.berth.ledger",
            "dev.berth.resource",
            "dev.berth.devicespec",
            "dev.berth.computenode",
            "dev.berth.catalogue",
            "dev.berth.events"
        },
        importOptions = {ImportOption.DoNotIncludeTests.class, DeterminismTest.NoCodec.class})
final class DeterminismTest {
    /**
     * The codec, the log, what reports are before it and what goes on beside it live in the module of the language, but
     * not in it; so do tests.
     */
    static final class NoCodec implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar")
                    && !location.contains("/events/codec/")
                    && !location.contains("/events/file/")
                    && !location.contains("/events/json/")
                    && !location.contains("/events/log/")
                    && !location.contains("/events/report/")
                    && !location.contains("/events/watch/");
        }
    }

    @ArchTest
    static final ArchRule KNOWS_NOTHING_OF_HOW_IT_IS_HOSTED = law().should()
            .dependOnClassesThat(resideInAnyPackage(
                    "org.apache.kafka..",
                    "org.apache.avro..",
                    "io.confluent..",
                    "org.rocksdb..",
                    "com.fasterxml..",
                    "dev.berth.schemas..",
                    "dev.berth.events.codec..",
                    "dev.berth.events.file..",
                    "dev.berth.events.json..",
                    "dev.berth.events.log..",
                    "dev.berth.events.report..",
                    "dev.berth.events.watch.."))
            .because("the auditor, the tests and the simulator call the same law without any of these");

    @ArchTest
    static final ArchRule READS_NO_CLOCK = law().should()
            .dependOnClassesThat(resideInAPackage("java.time.."))
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.util.Date.class)
            .because("a replay happens at another time; take Position.timestampMs, the LogAppendTime of the record");

    /** But for the key of hashes: anyone who does come to depend on one is found out by the first replay. */
    @ArchTest
    static final ArchRule DRAWS_NO_LOTS = law().and()
            .doNotBelongToAnyOf(IdHash.class)
            .should()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(System.class, "identityHashCode", Object.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.util.random.RandomGenerator.class)
            .because("a replay draws others; ids come in the command, and ties are broken by the lowest id");

    @ArchTest
    static final ArchRule DOES_NO_INPUT_OR_OUTPUT = noClasses()
            .that(isLaw())
            .and()
            .doNotBelongToAnyOf(StandardCatalogue.class)
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "java.io..",
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.net..",
                    "org.slf4j..",
                    "java.util.logging.."))
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .callMethod(System.class, "getProperty", String.class)
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .because("what a decision depends on stands in the log, and what it says stands in its outcome");

    @ArchTest
    static final ArchRule ITERATES_NO_UNORDERED_COPIES = law().should()
            .callMethodWhere(isCallOf(Map.class, "of", "copyOf", "ofEntries"))
            .orShould()
            .callMethodWhere(isCallOf(Set.class, "of", "copyOf"))
            .orShould()
            .callMethodWhere(isCallOf(Collectors.class, "toSet", "toUnmodifiableSet", "toUnmodifiableMap"))
            .because("their order differs from one JVM run to the next; take ImmutableSortedMap, "
                    + "ImmutableSortedSet or a list");

    /** Searches answer questions; no decision asks them, and what they answer has its own order. */
    @ArchTest
    static final ArchRule DECIDES_WITHOUT_SEARCHING = noClasses()
            .that()
            .resideInAnyPackage("dev.berth.ledger", "dev.berth.ledger.rules", "dev.berth.ledger.claim")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.berth.ledger.candidate..", "dev.berth.ledger.forest.."))
            .because("what a search keeps and how it orders is free to change; what is decided is not");

    @ArchTest
    static final ArchRule KEEPS_NOTHING_IN_HASH_CONTAINERS = law().and()
            .resideOutsideOfPackages("dev.berth.ledger.candidate..", "dev.berth.ledger.forest..")
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "are hash containers of java.util",
                    type -> type.getName().equals("java.util.HashMap")
                            || type.getName().equals("java.util.HashSet")
                            || type.getName().equals("java.util.IdentityHashMap")
                            || type.getName().equals("java.util.concurrent.ConcurrentHashMap")))
            .because("an order by hash changes with the history of the heap where an enum or an identity is in "
                    + "the key; take "
                    + "TreeMap, EnumMap or LinkedHashMap, or vavr's HashMap for looking up alone");

    /** But for what is shown to people alone. */
    @ArchTest
    static final ArchRule ASKS_NO_VERSION_OF_UNICODE_AND_WRITES_NO_DOUBLE = law().and()
            .doNotBelongToAnyOf(Printable.class, PathName.class)
            .should()
            .accessTargetWhere(isUseOf(
                            String.class,
                            "toLowerCase",
                            "toUpperCase",
                            "equalsIgnoreCase",
                            "compareToIgnoreCase",
                            "isBlank",
                            "strip",
                            "stripLeading",
                            "stripTrailing")
                    .or(isUseOf(
                            Character.class,
                            "toLowerCase",
                            "toUpperCase",
                            "isLetter",
                            "isDigit",
                            "isLetterOrDigit",
                            "isAlphabetic",
                            "isWhitespace",
                            "isSpaceChar",
                            "getType",
                            "getNumericValue"))
                    .or(isUseOf(Double.class, "toString"))
                    .or(isUseOf(Float.class, "toString"))
                    .or(isTextOfADouble()))
            .because("letters, blanks and the digits of a double are others in another version of Java; take Guava's"
                    + " Ascii, String.trim, and the text of AttributeValue.Decimal");

    /** ArchUnit knows calls, and neither what is put together with + nor what is computed. */
    @ArchTest
    static void putsNoDoubleIntoATextAndComputesWithNoneButCapacities(JavaClasses classes) {
        Set<String> found = new TreeSet<>();
        classes.stream().filter(isLaw()).forEach(type -> found.addAll(FloatingPoint.usesIn(type)));
        assertThat(found).isEmpty();
    }

    private static GivenClassesConjunction law() {
        return noClasses().that(isLaw());
    }

    private static DescribedPredicate<JavaClass> isLaw() {
        return resideInAnyPackage(
                "dev.berth.ledger..",
                "dev.berth.resource..",
                "dev.berth.devicespec..",
                "dev.berth.computenode..",
                "dev.berth.catalogue..",
                "dev.berth.events..");
    }

    private static DescribedPredicate<JavaMethodCall> isCallOf(Class<?> owner, String... names) {
        Collection<String> banned = List.of(names);
        return DescribedPredicate.describe(
                owner.getSimpleName() + "." + String.join("/", names),
                call -> call.getTargetOwner().isEquivalentTo(owner) && banned.contains(call.getName()));
    }

    private static DescribedPredicate<JavaAccess<?>> isUseOf(Class<?> owner, String... names) {
        Collection<String> banned = List.of(names);
        return DescribedPredicate.describe(
                owner.getSimpleName() + "." + String.join("/", names),
                access -> access.getTargetOwner().isEquivalentTo(owner) && banned.contains(access.getName()));
    }

    private static DescribedPredicate<JavaAccess<?>> isTextOfADouble() {
        return DescribedPredicate.describe(
                "String.valueOf or append of a double",
                access -> access instanceof JavaMethodCall call
                        && (call.getTargetOwner().isEquivalentTo(String.class)
                                        && call.getName().equals("valueOf")
                                || call.getTargetOwner().isAssignableTo(Appendable.class)
                                        && call.getName().equals("append"))
                        && call.getTarget().getRawParameterTypes().stream()
                                .anyMatch(
                                        type -> type.isEquivalentTo(double.class) || type.isEquivalentTo(float.class)));
    }
}

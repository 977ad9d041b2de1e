package dev.berth.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A command is found by what it is about, and what all commands share knows none of them. */
@AnalyzeClasses(packages = "dev.berth.cli", importOptions = ImportOption.DoNotIncludeTests.class)
final class CliArchitectureTest {
    private static final String[] SHARED = {
        "dev.berth.cli.output", "dev.berth.cli.option", "dev.berth.cli.logging", "dev.berth.cli.process"
    };

    /** The program itself stands above all packages, so that it is a slice like them. */
    @ArchTest
    static final ArchRule NO_PACKAGE_CYCLES =
            slices().matching("dev.berth.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NOBODY_KNOWS_THE_PROGRAM = noClasses()
            .that()
            .resideInAPackage("dev.berth.cli.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.berth.cli")
            .because("it is the one place where all of it is put together");

    @ArchTest
    static final ArchRule WHAT_ALL_COMMANDS_SHARE_KNOWS_NO_COMMAND = noClasses()
            .that()
            .resideInAnyPackage(SHARED)
            .should()
            .dependOnClassesThat(resideInAPackage("dev.berth.cli..").and(not(resideInAnyPackage(SHARED))));

    @ArchTest
    static final ArchRule WHO_CALLS_A_SERVICE_DOES_IT_BY_THE_CLIENT_ALONE = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.berth.cli.allocation",
                    "dev.berth.cli.candidate",
                    "dev.berth.cli.device",
                    "dev.berth.cli.host",
                    "dev.berth.cli.provider")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.berth.cli.audit",
                    "dev.berth.cli.log",
                    "dev.berth.cli.region",
                    "dev.berth.cli.serve",
                    "dev.berth.cli.service",
                    "dev.berth.events.log..",
                    "org.apache.kafka..")
            .because("they work with a service that is elsewhere");
}

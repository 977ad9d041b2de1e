package dev.berth;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The kinds of resources do not know each other, and none of them knows who holds what. */
@AnalyzeClasses(
        packages = {"dev.berth.resource", "dev.berth.devicespec", "dev.berth.computenode", "dev.berth.catalogue"},
        importOptions = ImportOption.DoNotIncludeTests.class)
final class ResourcesArchitectureTest {
    @ArchTest
    static final ArchRule NOTHING_HERE_KNOWS_COMMANDS_OR_WHAT_CAME_OF_THEM = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.berth.ledger..",
                    "dev.berth.events.command..",
                    "dev.berth.events.event..",
                    "dev.berth.events.decision..");

    @ArchTest
    static final ArchRule KINDS_KNOW_NO_RECORD_AND_NO_DEVICE_SPEC = noClasses()
            .that()
            .resideInAPackage("dev.berth.resource..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.berth.catalogue..", "dev.berth.computenode..", "dev.berth.devicespec..");

    @ArchTest
    static final ArchRule WHAT_ALL_KINDS_SHARE_KNOWS_NO_KIND = noClasses()
            .that()
            .resideInAPackage("dev.berth.resource")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.berth.resource.*..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.berth.(**)").should().beFreeOfCycles();
}

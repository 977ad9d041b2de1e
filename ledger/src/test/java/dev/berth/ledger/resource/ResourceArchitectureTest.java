package dev.berth.ledger.resource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The kinds of resources do not know each other, and none of them knows the ledger. */
@AnalyzeClasses(packages = "dev.berth.ledger", importOptions = ImportOption.DoNotIncludeTests.class)
final class ResourceArchitectureTest {
    @ArchTest
    static final ArchRule RESOURCES_KNOW_NOTHING_OF_THE_LEDGER = noClasses()
            .that()
            .resideInAPackage("dev.berth.ledger.resource..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.berth.ledger",
                    "dev.berth.ledger.catalogue..",
                    "dev.berth.ledger.computenode..",
                    "dev.berth.ledger.devicespec..",
                    "dev.berth.events.command..",
                    "dev.berth.events.event..",
                    "dev.berth.events.decision..");

    @ArchTest
    static final ArchRule WHAT_ALL_KINDS_SHARE_KNOWS_NO_KIND = noClasses()
            .that()
            .resideInAPackage("dev.berth.ledger.resource")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.berth.ledger.resource.integer..",
                    "dev.berth.ledger.resource.numa..",
                    "dev.berth.ledger.resource.pci..");

    @ArchTest
    static final ArchRule CELLS_DO_NOT_KNOW_DEVICES = noClasses()
            .that()
            .resideInAPackage("dev.berth.ledger.resource.numa..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.berth.ledger.resource.pci..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.berth.ledger.resource.(*)..").should().beFreeOfCycles();
}

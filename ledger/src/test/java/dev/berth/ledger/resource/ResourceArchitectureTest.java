package dev.berth.ledger.resource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Devices are one kind of resource: like the others they know nothing of the ledger. */
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
                    "dev.berth.catalogue..",
                    "dev.berth.computenode..",
                    "dev.berth.devicespec..",
                    "dev.berth.events.command..",
                    "dev.berth.events.event..",
                    "dev.berth.events.decision..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.berth.ledger.resource.(*)..").should().beFreeOfCycles();
}

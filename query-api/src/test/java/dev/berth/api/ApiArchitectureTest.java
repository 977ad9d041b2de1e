package dev.berth.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** How the packages of the API depend on each other. */
@AnalyzeClasses(packages = "dev.berth.api", importOptions = ImportOption.DoNotIncludeTests.class)
final class ApiArchitectureTest {
    /** Every package is a slice of its own. */
    @ArchTest
    static final ArchRule NO_PACKAGE_CYCLES =
            slices().matching("dev.berth.api.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule PROBLEMS_KNOW_NO_SERVER = noClasses()
            .that()
            .resideInAPackage("dev.berth.api.problem")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.berth.api.http", "dev.berth.api.schema", "io.vertx..", "dev.berth.ledger..")
            .because("everything in the API may report a problem, so problems must depend on nothing of it");
}

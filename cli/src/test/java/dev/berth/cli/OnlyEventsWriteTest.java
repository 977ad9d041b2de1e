package dev.berth.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may write to a region, asked where all modules are: who restores it from stores or files, and the ledger. */
@AnalyzeClasses(
        packages = "dev.berth",
        importOptions = {ImportOption.DoNotIncludeTests.class, OnlyEventsWriteTest.NoTestJars.class})
final class OnlyEventsWriteTest {
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    /** What the ledger itself may do with an edit is said in its own tests. */
    @ArchTest
    static final ArchRule ONLY_A_RESTORE_EDITS_A_REGION = noClasses()
            .that()
            .resideOutsideOfPackage("dev.berth.ledger..")
            .and()
            .haveNameNotMatching("dev\\.berth\\.projector\\.store\\.(RegionRows|RowChanges|PoolRepair)(\\$.*)?")
            .and()
            .doNotHaveFullyQualifiedName("dev.berth.auditor.proof.ReadRegion")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("dev.berth.ledger.state.RegionEdit")
            .because("a region changes by the events of its decisions alone; give Ledger.apply a command");

    /** The store is given what it needs; it knows neither the topology around it nor anyone who serves from it. */
    @ArchTest
    static final ArchRule THE_STORE_STANDS_BELOW_THE_PROJECTOR = noClasses()
            .that()
            .resideInAPackage("dev.berth.projector.store")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.berth.projector", "dev.berth.api..", "dev.berth.cli..")
            .because("what is on the disk does not depend on who reads it");
}

package dev.berth.ledger;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.berth.ledger.rules.Evolution;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.RegionEdit;

/** How the packages of the ledger lie on each other, and who of them writes. */
@AnalyzeClasses(packages = "dev.berth.ledger", importOptions = ImportOption.DoNotIncludeTests.class)
final class LedgerArchitectureTest {
    /** Every package is a slice of its own, the root with its few classes too. */
    @ArchTest
    static final ArchRule NO_PACKAGE_CYCLES =
            slices().matching("dev.berth.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule STATE_KNOWS_NO_RULE = noClasses()
            .that()
            .resideInAPackage("dev.berth.ledger.state")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.berth.ledger",
                    "dev.berth.ledger.rules",
                    "dev.berth.ledger.claim",
                    "dev.berth.ledger.digest",
                    "dev.berth.ledger.candidate..",
                    "dev.berth.events.command..",
                    "dev.berth.events.event..")
            .because("a region is what it is by whatever rules it came about");

    /** The rest is given views, which cannot be written to. */
    @ArchTest
    static final ArchRule ONLY_EVENTS_WRITE = noClasses()
            .that()
            .resideOutsideOfPackages("dev.berth.ledger.state", "dev.berth.ledger.rules")
            .and()
            .doNotBelongToAnyOf(Ledger.class, RegionReplay.class)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(RegionEdit.class)
            .because("a region changes by the events of its decisions alone; give Ledger.apply a command");

    /**
     * A rule writes to the edit that its event came with; a decision, which gets none, cannot make one. {@code
     * RegionReplay} holds the edit in which {@code Ledger} applies command after command. Only {@code Departures} looks
     * ahead, and {@code ImportRules}, whose parts build on each other; each in an edit of its own that nobody keeps.
     */
    @ArchTest
    static final ArchRule ONLY_THE_LEDGER_BEGINS_EDITS = noClasses()
            .that()
            .doNotBelongToAnyOf(
                    Ledger.class, RegionReplay.class, dev.berth.ledger.state.RegionView.class, RegionEdit.class)
            .should()
            .callConstructor(RegionEdit.class, dev.berth.ledger.state.RegionView.class)
            .because("whoever decides reads only");

    @ArchTest
    static final ArchRule ONLY_DEPARTURES_AND_IMPORTS_LOOK_AHEAD = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.berth.ledger.rules.Departures")
            .and()
            .doNotHaveFullyQualifiedName("dev.berth.ledger.rules.ImportRules")
            .should()
            .callMethod(LedgerView.class, "edit")
            .because("a decision is of what is so");

    @ArchTest
    static final ArchRule ONLY_THE_LEDGER_APPLIES_EVENTS = noClasses()
            .that()
            .doNotBelongToAnyOf(Ledger.class, Evolution.class)
            .and()
            .doNotHaveFullyQualifiedName("dev.berth.ledger.rules.Departures")
            .and()
            .doNotHaveFullyQualifiedName("dev.berth.ledger.rules.ImportRules")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Evolution.class)
            .because("Ledger.evolve and Ledger.apply are the doors");
}

package dev.berth.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A program for every host has to stay small. */
@AnalyzeClasses(packages = "dev.berth.agent", importOptions = ImportOption.DoNotIncludeTests.class)
final class AgentArchitectureTest {
    @ArchTest
    static final ArchRule NEEDS_NOTHING_OF_THE_SERVICE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.berth.ledger..",
                    "dev.berth.projector..",
                    "dev.berth.api..",
                    "dev.berth.cli..",
                    "io.vertx..",
                    "io.netty..",
                    "org.apache.kafka.streams..",
                    "org.rocksdb..",
                    "ch.qos.logback..")
            .because("every host of a cloud runs it beside its guests");

    @ArchTest
    static final ArchRule CALLS_BY_THE_SMALL_CLIENT = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.net.http..")
            .because("it costs 10 MB at rest; take HttpService");

    @ArchTest
    static final ArchRule NO_PACKAGE_CYCLES =
            slices().matching("dev.berth.agent.(*)..").should().beFreeOfCycles();
}

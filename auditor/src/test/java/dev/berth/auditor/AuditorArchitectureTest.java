package dev.berth.auditor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.berth.auditor", importOptions = ImportOption.DoNotIncludeTests.class)
final class AuditorArchitectureTest {
    @ArchTest
    static final ArchRule SHARES_NOTHING_WITH_WHAT_IT_AUDITS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.berth.projector..", "dev.berth.api..", "org.apache.kafka.streams..", "org.rocksdb..")
            .because("an auditor that shares the store code audits itself");
}

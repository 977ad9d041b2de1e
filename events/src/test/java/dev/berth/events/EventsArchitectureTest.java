package dev.berth.events;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.berth.events.model.MalformedException;

/** What the language may know: nothing of how it is written down. */
@AnalyzeClasses(packages = "dev.berth.events", importOptions = ImportOption.DoNotIncludeTests.class)
class EventsArchitectureTest {
    private static final String[] LANGUAGE = {
        "dev.berth.events.model..",
        "dev.berth.events.command..",
        "dev.berth.events.event..",
        "dev.berth.events.decision.."
    };

    @ArchTest
    static final ArchRule onlyTheCodecSeesAvro = noClasses()
            .that()
            .resideOutsideOfPackage("dev.berth.events.codec..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.berth.avro..", "org.apache.avro..", "io.confluent..");

    @ArchTest
    static final ArchRule theLanguageIsPureJava = classes()
            .that()
            .resideInAnyPackage(LANGUAGE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java.lang..",
                    "java.util..",
                    "java.math",
                    "java.nio",
                    "java.nio.charset",
                    "java.security",
                    "com.google.common.base",
                    "com.google.common.collect..",
                    "dev.berth.events.model..",
                    "dev.berth.events.command..",
                    "dev.berth.events.event..",
                    "dev.berth.events.decision..");

    @ArchTest
    static final ArchRule theCodecKnowsNoLog = noClasses()
            .that()
            .resideInAPackage("dev.berth.events.codec..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.berth.events.log..", "org.apache.kafka.clients..");

    /** Whatever else they throw of a wrong value would stop the region of anyone who sent it. */
    @ArchTest
    static final ArchRule theLanguageRefusesValuesInItsOwnWords = noClasses()
            .that()
            .resideInAnyPackage(LANGUAGE)
            .and()
            .doNotBelongToAnyOf(MalformedException.class)
            .should()
            .callConstructorWhere(target(owner(type(IllegalArgumentException.class))))
            .as("the language refuses values by MalformedException alone");
}

package dev.berth.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;

/** Nobody waits for a client of Kafka's without a deadline, or asks it for something and never hears of it. */
@AnalyzeClasses(
        packages = "dev.berth",
        importOptions = {ImportOption.DoNotIncludeTests.class, OnlyEventsWriteTest.NoTestJars.class})
final class KafkaWaitsTest {
    @ArchTest
    static final ArchRule EACH_ANSWER_IS_WAITED_FOR_WITH_A_DEADLINE = noClasses()
            .should()
            .callMethod(KafkaFuture.class, "get")
            .because("a client whose thread has died answers nothing; ask KafkaAdmin.answer");

    @ArchTest
    static final ArchRule FLUSHING_HAS_NO_DEADLINE = noClasses()
            .should()
            .callMethod(KafkaProducer.class, "flush")
            .because("it waits for ever for a client whose thread has died; wait for the future of the last record");

    @ArchTest
    static final ArchRule EACH_RECORD_IS_HEARD_OF = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.berth.embedded.SchemaTopic")
            .and()
            .doNotHaveFullyQualifiedName("dev.berth.cli.chaos.ForeignRecords")
            .should()
            .callMethod(KafkaProducer.class, "send", ProducerRecord.class)
            .because("those two wait for what becomes of it; everybody else gives send a callback");

    @ArchTest
    static final ArchRule ADMINISTRATORS_SHARE_ONE_CLIENT = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.berth.events.log.KafkaAdmin")
            .and()
            .doNotHaveFullyQualifiedName("dev.berth.projector.Clients")
            .and()
            .resideOutsideOfPackages("dev.berth.embedded", "dev.berth.cli.chaos")
            .should()
            .callMethod(Admin.class, "create", java.util.Map.class)
            .because("KafkaAdmin has deadlines; Kafka Streams, Kafka's own node and the chaos have none of it");
}

package dev.berth.events.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.events.command.CommandKind;
import dev.berth.events.host.HostRow;
import org.junit.jupiter.api.Test;

class SchemaRegistrationTest {
    private final TestingRegistryClient client = new TestingRegistryClient();
    private final SchemaRegistry registry = SchemaRegistry.of(client);

    @Test
    void givesEachCommandASubjectThatStaysFullyCompatible() throws Exception {
        registry.registerSchemas();
        assertThat(client.getAllSubjects())
                .hasSize(CommandKind.values().length + 1 + HostRow.Kind.values().length)
                .contains(
                        "berth.log-dev.berth.avro.command.ReportHost",
                        "berth.decisions-dev.berth.avro.decision.Decision");
        for (String subject : client.getAllSubjects()) {
            assertThat(client.getCompatibility(subject)).as(subject).isEqualTo("FULL_TRANSITIVE");
        }
    }

    @Test
    void registersNothingTwice() throws Exception {
        registry.registerSchemas();
        registry.registerSchemas();
        for (String subject : client.getAllSubjects()) {
            assertThat(client.getAllVersions(subject)).as(subject).hasSize(1);
        }
    }

    @Test
    void publishesSchemasWithoutNotesForJava() throws Exception {
        registry.registerSchemas();
        for (String subject : client.getAllSubjects()) {
            assertThat(client.getLatestSchemaMetadata(subject).getSchema()).doesNotContain("avro.java.string");
        }
    }

    @Test
    void namesTheSubjectThatIsRefused() {
        client.answerWith(409);
        assertThatThrownBy(registry::registerSchemas)
                .isInstanceOf(SchemaRefusedException.class)
                .hasMessageContaining("berth.log-dev.berth.avro.command.CreateProvider");
    }

    @Test
    void saysThatTheRegistryIsNotThere() {
        client.goDown();
        assertThatThrownBy(registry::registerSchemas)
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("connection refused");
    }
}

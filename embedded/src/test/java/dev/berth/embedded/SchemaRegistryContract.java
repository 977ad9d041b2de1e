package dev.berth.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every registry does for Confluent's client: ours over HTTP, and Confluent's own mock, which keeps us honest. */
abstract class SchemaRegistryContract {
    /** A subject nobody has used before. */
    final String subject = "berth " + UUID.randomUUID() + "/value";

    /** A client that has seen nothing yet. */
    abstract SchemaRegistryClient client();

    @Test
    void givesOneSchemaOneIdUnderEverySubject() throws Exception {
        int id = client().register(subject, TestingSchemas.HOST);

        assertThat(client().register(subject, TestingSchemas.HOST)).isEqualTo(id);
        assertThat(client().register(subject + "-2", TestingSchemas.HOST)).isEqualTo(id);
        assertThat(client().getAllVersions(subject)).containsExactly(1);
    }

    @Test
    void countsVersionsWithinTheSubject() throws Exception {
        int first = client().register(subject, TestingSchemas.HOST);
        int second = client().register(subject, TestingSchemas.HOST_WITH_OPTIONAL_RACK);

        assertThat(second).isGreaterThan(first);
        assertThat(client().getAllVersions(subject)).containsExactly(1, 2);
        assertThat(client().getVersion(subject, TestingSchemas.HOST)).isEqualTo(1);
        assertThat(client().getId(subject, TestingSchemas.HOST_WITH_OPTIONAL_RACK))
                .isEqualTo(second);
    }

    @Test
    void givesASchemaBackByIdByVersionAndAsTheLatest() throws Exception {
        client().register(subject, TestingSchemas.HOST);
        int id = client().register(subject, TestingSchemas.HOST_WITH_OPTIONAL_RACK);

        SchemaMetadata latest = client().getLatestSchemaMetadata(subject);
        assertThat(latest.getVersion()).isEqualTo(2);
        assertThat(latest.getId()).isEqualTo(id);
        assertThat(latest.getSchema()).isEqualTo(TestingSchemas.HOST_WITH_OPTIONAL_RACK.canonicalString());
        assertThat(client().getSchemaMetadata(subject, 1).getSchema()).isEqualTo(TestingSchemas.HOST.canonicalString());
        assertThat(client().getSchemaBySubjectAndId(subject, id)).isEqualTo(TestingSchemas.HOST_WITH_OPTIONAL_RACK);
    }

    @Test
    void listsSubjectsAndWhereAnIdIsUsed() throws Exception {
        int id = client().register(
                        subject, TestingSchemas.host(",{\"name\":\"only_here\",\"type\":\"int\",\"default\":1}"));

        assertThat(client().getAllSubjects()).contains(subject);
        assertThat(client().getAllVersionsById(id)).singleElement().satisfies(use -> {
            assertThat(use.getSubject()).isEqualTo(subject);
            assertThat(use.getVersion()).isEqualTo(1);
        });
    }

    @Test
    void remembersASubjectsLevel() throws Exception {
        client().updateCompatibility(subject, "FULL_TRANSITIVE");

        assertThat(client().getCompatibility(subject)).isEqualTo("FULL_TRANSITIVE");
    }

    @Test
    void tellsWhetherASchemaWouldFit() throws Exception {
        client().updateCompatibility(subject, "FULL_TRANSITIVE");
        client().register(subject, TestingSchemas.HOST);

        assertThat(client().testCompatibility(subject, TestingSchemas.HOST_WITH_OPTIONAL_RACK))
                .isTrue();
        assertThat(client().testCompatibility(subject, TestingSchemas.HOST_WITH_REQUIRED_RACK))
                .isFalse();
    }

    @Test
    void saysThatItHasNoSuchId() {
        assertThatThrownBy(() -> client().getSchemaBySubjectAndId(subject, 4_711))
                .isInstanceOfSatisfying(
                        RestClientException.class,
                        refusal -> assertThat(refusal.getStatus()).isEqualTo(404));
    }
}

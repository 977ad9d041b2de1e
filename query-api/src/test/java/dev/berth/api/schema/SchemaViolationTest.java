package dev.berth.api.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.api.microversion.Microversion;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words were taken from the real service. */
class SchemaViolationTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | 'name' is a required property",
                "{\"name\": 5} | 5 is not of type 'string'",
                "{\"name\": \"x\", \"a\": 1, \"b\": 2} | Additional properties are not allowed ('a', 'b' were "
                        + "unexpected)",
                "{\"name\": \"x\", \"uuid\": \"y\"} | 'y' is not a 'uuid'",
                "{\"name\": \"x\", \"parent_provider_uuid\": 5} | 5 is not valid under any of the given schemas",
                "{\"name\": \"x\", \"parent_provider_uuid\": \"y\"} | 'y' is not a 'uuid'",
                "{\"name\": null, \"shine\": true} | Additional properties are not allowed ('shine' was unexpected)",
                "[] | [] is not of type 'object'",
            })
    void tellsTheViolationNearestToTheRootInPlacementsWords(String body, String words) throws IOException {
        String violation = Schemas.PROVIDER_POST
                .files()
                .floorEntry(Microversion.MAX)
                .getValue()
                .violation(new ObjectMapper().readTree(body))
                .orElseThrow();

        assertThat(violation).startsWith(words + "\n\nFailed validating '").contains("\n\nOn instance");
    }

    @Test
    void tellsThePathToAViolationFromTheChoiceOnThatItIsIn() throws IOException {
        String violation = Schemas.PROVIDER_PUT
                .files()
                .floorEntry(Microversion.MAX)
                .getValue()
                .violation(new ObjectMapper().readTree("{\"name\": \"x\", \"parent_provider_uuid\": \"y\"}"))
                .orElseThrow();

        assertThat(violation)
                .isEqualTo("'y' is not a 'uuid'\n\nFailed validating 'format' in schema[0]:\n    {'format': "
                        + "'uuid', 'type': 'string'}"
                        + "\n\nOn instance:\n    'y'");
    }

    @Test
    void tellsTheFirstOfSeveralInTheOrderOfTheValue() throws IOException {
        String violation = Schemas.INVENTORIES_PUT
                .files()
                .floorEntry(Microversion.MAX)
                .getValue()
                .violation(new ObjectMapper()
                        .readTree("{\"resource_provider_generation\": 2, \"inventories\": "
                                + "{\"VCPU\": {\"total\": 0}, \"DISK_GB\": {\"total\": 2147483648}}}"))
                .orElseThrow();

        assertThat(violation)
                .startsWith("0 is less than the minimum of 1")
                .endsWith("On instance['inventories']['VCPU']['total']:\n    0");
    }

    /** An event loop waits meanwhile, and serves others no sooner. */
    @Test
    void findsTheWorstOfTensOfThousandsOfViolationsInTimeThatGrowsAsTheyDo() throws IOException {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 60_000; i++) {
            body.append(i == 0 ? "{" : ", ").append('"').append(new UUID(1, i)).append("\": {}");
        }
        JsonNode value = new ObjectMapper().readTree(body.append('}').toString());
        SchemaFile schema =
                Schemas.ALLOCATIONS_POST.files().floorEntry(Microversion.MAX).getValue();

        String violation = assertTimeout(
                Duration.ofSeconds(10), () -> schema.violation(value).orElseThrow());

        assertThat(violation)
                .startsWith("'allocations' is a required property")
                .contains("On instance['" + new UUID(1, 0) + "']");
    }
}

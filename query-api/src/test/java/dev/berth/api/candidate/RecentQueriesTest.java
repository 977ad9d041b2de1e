package dev.berth.api.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.api.http.ProblemException;
import dev.berth.api.http.QueryString;
import dev.berth.api.microversion.Microversion;
import org.junit.jupiter.api.Test;

class RecentQueriesTest {
    private static final Microversion NEWEST = new Microversion(39);

    private final RecentQueries queries = new RecentQueries();

    @Test
    void readsAQueryOnce() {
        RecentQueries.Read first = read("resources=VCPU:1&limit=10", NEWEST);

        assertThat(read("resources=VCPU:1&limit=10", NEWEST)).isSameAs(first);
        assertThat(first.query().limit()).hasValue(10);
    }

    @Test
    void tellsQueriesApartThatDifferInAnything() {
        RecentQueries.Read first = read("resources=VCPU:1&limit=10", NEWEST);

        assertThat(read("resources=VCPU:1&limit=11", NEWEST)).isNotEqualTo(first);
        assertThat(read("resources=VCPU:1&limit=10&explain=true", NEWEST)).isNotEqualTo(first);
        assertThat(read("resources=VCPU:1&limit=10", new Microversion(20))).isNotSameAs(first);
    }

    @Test
    void refusesAMalformedQueryEachTime() {
        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(() -> read("resources=VCPU", NEWEST)).isInstanceOf(ProblemException.class);
        }
    }

    @Test
    void keepsNoLongQuery() {
        String longQuery = "resources=VCPU:1&required=" + "CUSTOM_A,".repeat(300) + "CUSTOM_A";

        RecentQueries.Read first = read(longQuery, NEWEST);

        assertThat(read(longQuery, NEWEST)).isNotSameAs(first);
        assertThat(read(longQuery, NEWEST).query()).isEqualTo(first.query());
    }

    private RecentQueries.Read read(String query, Microversion version) {
        return queries.read(QueryString.parse(query), version);
    }
}

package dev.berth.api.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.QueryString;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.problem.ProblemException;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.ReplaceTraits;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.candidate.search.ExistenceCheck;
import dev.berth.ledger.candidate.search.PreparedSearch;
import dev.berth.ledger.candidate.search.SearchBudget;
import dev.berth.ledger.state.RegionView;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecentQueriesTest {
    private static final Microversion NEWEST = new Microversion(39);

    private static final ProviderId HOST = ProviderId.of("00000000-0000-4000-8000-000000000001");
    private static final ImmutableSortedSet<Trait> AVX2 = ImmutableSortedSet.of(Trait.of("HW_CPU_X86_AVX2"));

    private final RecentQueries queries = new RecentQueries();

    @Test
    void readsAQueryOnce() {
        PreparedQuery first = read("resources=VCPU:1&limit=10", NEWEST);

        assertThat(read("resources=VCPU:1&limit=10", NEWEST)).isSameAs(first);
        assertThat(first.query().limit()).hasValue(10);
    }

    @Test
    void tellsQueriesApartThatDifferInAnything() {
        PreparedQuery first = read("resources=VCPU:1&limit=10", NEWEST);

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
        String longQuery = "resources=VCPU:1&required=" + "CUSTOM_A,".repeat(500) + "CUSTOM_A";

        PreparedQuery first = read(longQuery, NEWEST);

        assertThat(read(longQuery, NEWEST)).isNotSameAs(first);
        assertThat(read(longQuery, NEWEST).query()).isEqualTo(first.query());
    }

    @Test
    void preparesASearchOnceForAllViewsThatKnowTheSameNames() {
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            addHost(server);
            PreparedQuery query = read("resources=VCPU:1&required=HW_CPU_X86_AVX2", NEWEST);
            PreparedSearch first = search(query, server);

            server.decide(Region.DEFAULT, new ReplaceTraits(command(), HOST, OptionalLong.empty(), AVX2));
            PreparedSearch sinceATraitOccurs = search(query, server);
            server.decide(Region.DEFAULT, new ReplaceInventories(command(), HOST, OptionalLong.empty(), cpus(8)));
            PreparedSearch sinceThereIsMore = search(query, server);
            server.decide(Region.DEFAULT, new CreateTrait(command(), Trait.of("CUSTOM_NEW")));

            assertThat(sinceATraitOccurs).isNotSameAs(first);
            assertThat(sinceThereIsMore).isSameAs(sinceATraitOccurs);
            assertThat(search(query, server)).isNotSameAs(sinceThereIsMore);
        }
    }

    @Test
    void preparesASearchAnewForEachViewIfItNamesAProvider() {
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            addHost(server);
            PreparedQuery query = read("resources=VCPU:1&in_tree=" + HOST, NEWEST);

            PreparedSearch search = search(query, server);
            assertThat(search(query, server)).isNotSameAs(search);
        }
    }

    @Test
    void keepsAQueryOfEachRegionByItself() {
        QueryString query = QueryString.of("resources=VCPU:1");

        PreparedQuery here = queries.read(Region.DEFAULT, query, NEWEST);

        assertThat(queries.read(new Region("east"), query, NEWEST)).isNotSameAs(here);
        assertThat(queries.read(Region.DEFAULT, query, NEWEST)).isSameAs(here);
    }

    private static void addHost(BrokerlessServer server) {
        server.decide(Region.DEFAULT, new CreateProvider(command(), HOST, "cn1", Optional.empty()));
        server.decide(Region.DEFAULT, new ReplaceInventories(command(), HOST, OptionalLong.empty(), cpus(4)));
    }

    private static ImmutableSortedMap<ResourceClass, InventoryRecord> cpus(long total) {
        return ImmutableSortedMap.of(ResourceClass.of("VCPU"), InventoryRecord.of(total));
    }

    private static CommandId command() {
        return new CommandId(UUID.randomUUID());
    }

    private static PreparedSearch search(PreparedQuery query, BrokerlessServer server) {
        RegionView view = server.view(Region.DEFAULT);
        return query.search(view, new ExistenceCheck(view, SearchBudget.DEFAULT))
                .orElseThrow();
    }

    private PreparedQuery read(String query, Microversion version) {
        return queries.read(Region.DEFAULT, QueryString.of(query), version);
    }
}

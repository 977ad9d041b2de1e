package dev.berth.agent.placement;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.agent.ReportSink.Receipt;
import dev.berth.agent.http.HttpService;
import dev.berth.agent.report.ReportedHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Trait;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PlacementSinkTest {
    private static final ProviderId HOST = ProviderId.of("00000000-0000-4000-8000-000000000001");
    private static final String OTHERS = "CUSTOM_OF_OTHERS";

    private final TestingPlacement placement = new TestingPlacement(HOST.toString(), "cmp1");
    private final PlacementSink sink =
            new PlacementSink(new HttpService(placement.url(), Optional.empty(), Optional::empty), warning -> {});

    @AfterEach
    void stop() {
        placement.close();
    }

    @Test
    void takesATraitAwayThoughTheFirstWriteOfThatFailed() {
        placement.setTraits(Set.of(OTHERS));
        assertThat(arrives("CUSTOM_A", "CUSTOM_B")).isTrue();

        placement.set(TestingPlacement.Writes.FAILED);
        assertThat(arrives("CUSTOM_A")).isFalse();
        placement.set(TestingPlacement.Writes.DONE);
        assertThat(arrives("CUSTOM_A")).isTrue();

        assertThat(placement.traits()).containsExactlyInAnyOrder(OTHERS, "CUSTOM_A");
    }

    @Test
    void takesATraitAwayThatAWriteBroughtOfWhichNothingWasHeard() {
        assertThat(arrives("CUSTOM_A")).isTrue();

        placement.set(TestingPlacement.Writes.DONE_UNHEARD);
        assertThat(arrives("CUSTOM_A", "CUSTOM_B")).isFalse();
        placement.set(TestingPlacement.Writes.DONE);
        assertThat(arrives("CUSTOM_A")).isTrue();

        assertThat(placement.traits()).containsExactly("CUSTOM_A");
    }

    @Test
    void leavesATraitThatOthersHaveSetOnceTheHostHasNone() {
        assertThat(arrives("CUSTOM_A")).isTrue();
        assertThat(arrives()).isTrue();
        placement.setTraits(Set.of("CUSTOM_A"));

        assertThat(arrives()).isTrue();

        assertThat(placement.traits()).containsExactly("CUSTOM_A");
    }

    /** Whether a report of a host with these traits was accepted. */
    private boolean arrives(String... traits) {
        ReportedProvider provider = new ReportedProvider(
                HOST,
                "cmp1",
                Optional.empty(),
                ImmutableSortedMap.of(),
                Stream.of(traits)
                        .map(Trait::of)
                        .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder())));
        return sink.send(new ReportedHost(HOST, ImmutableList.of(provider), ImmutableList.of(), ImmutableList.of()))
                .handle((receipt, failure) -> receipt instanceof Receipt.Accepted)
                .toCompletableFuture()
                .join();
    }
}

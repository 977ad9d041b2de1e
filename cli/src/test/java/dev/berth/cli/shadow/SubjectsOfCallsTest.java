package dev.berth.cli.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import dev.berth.cli.shadow.CallSubjects.Reach;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SubjectsOfCallsTest {
    private static final String P1 = "aaaa0000-0000-4000-8000-000000000001";
    private static final String P2 = "aaaa0000-0000-4000-8000-000000000002";
    private static final String C1 = "cccc0000-0000-4000-8000-000000000001";
    private static final String C2 = "cccc0000-0000-4000-8000-000000000002";

    private final HeldProviders held = new HeldProviders();
    private final SubjectsOfCalls subjects = new SubjectsOfCalls(held);

    private CallSubjects of(String call, String body) {
        String[] words = call.split(" ");
        return subjects.of(words[0], words[1], body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void findsTheProviderOfAPathWithOrWithoutDashes() {
        assertThat(of("PUT /resource_providers/" + P1 + "/inventories", "{}").written())
                .containsExactly(Subject.provider(P1));
        assertThat(of("GET /resource_providers/" + P1.replace("-", "") + "/usages?x=1", "")
                        .read())
                .contains(Subject.provider(P1));
    }

    @Test
    void findsConsumersAndProvidersOfClaimsInBothForms() {
        String claim = "{\"allocations\": {\"%s\": {\"resources\": {}}}, \"consumer_generation\": null}".formatted(P1);
        CallSubjects one = of("PUT /allocations/" + C1, claim);
        assertThat(one.reach()).isEqualTo(Reach.WRITES_SOME);
        assertThat(one.written()).containsExactlyInAnyOrder(Subject.consumer(C1), Subject.provider(P1));
        assertThat(one.held()).containsEntry(C1, ImmutableSet.of(P1));
        held.learnAll(Map.of(), consumer -> false);
        CallSubjects list = of(
                "PUT /allocations/" + C1,
                "{\"allocations\": [{\"resource_provider\": {\"uuid\": \"%s\"}, \"resources\": {}}]}".formatted(P2));
        assertThat(list.written()).contains(Subject.provider(P2));
        CallSubjects several = of("POST /allocations", "{\"%s\": %s, \"%s\": %s}".formatted(C1, claim, C2, claim));
        assertThat(several.written())
                .containsExactlyInAnyOrder(Subject.consumer(C1), Subject.consumer(C2), Subject.provider(P1));
    }

    @Test
    void takesAReleaseForAnythingUntilItIsKnownWhatTheConsumerHolds() {
        CallSubjects unknown = of("DELETE /allocations/" + C1, "");
        assertThat(unknown.reach()).isEqualTo(Reach.WRITES_ALL);
        assertThat(unknown.isEffectKnown()).isFalse();
        held.set(C1, ImmutableSet.of(P1));
        CallSubjects known = of("DELETE /allocations/" + C1, "");
        assertThat(known.reach()).isEqualTo(Reach.WRITES_SOME);
        assertThat(known.written()).containsExactlyInAnyOrder(Subject.consumer(C1), Subject.provider(P1));
        held.learnAll(Map.of(), C1::equals);
        assertThat(of("DELETE /allocations/" + C2, "").written()).containsExactly(Subject.consumer(C2));
    }

    @Test
    void knowsWhichWritesComeToTheSameInAnyOrder() {
        held.set(C1, ImmutableSet.of(P1));
        String provider = "/resource_providers/" + P1;
        String claim = "{\"allocations\": {\"%s\": {\"resources\": {}}}%s}";
        assertThat(of("PUT /allocations/" + C1, claim.formatted(P1, ", \"consumer_generation\": 1"))
                        .replaced())
                .isEmpty();
        assertThat(of("PUT " + provider + "/inventories", "{\"resource_provider_generation\": 1}")
                        .replaced())
                .isEmpty();
        assertThat(of("POST /resource_providers", "{\"uuid\": \"%s\"}".formatted(P1))
                        .replaced())
                .isEmpty();
        assertThat(of("PUT /traits/CUSTOM_A", "").replaced()).isEmpty();

        assertThat(of("PUT /allocations/" + C1, claim.formatted(P1, "")).replaced())
                .containsExactly(Subject.consumer(C1));
        assertThat(of("DELETE /allocations/" + C1, "").replaced()).containsExactly(Subject.consumer(C1));
        assertThat(of("PUT " + provider + "/aggregates", "[]").replaced()).containsExactly(Subject.provider(P1));
        assertThat(of("DELETE " + provider + "/inventories", "").replaced()).containsExactly(Subject.provider(P1));
        assertThat(of("PUT " + provider, "{\"name\": \"x\"}").replaced()).containsExactly(Subject.provider(P1));
        assertThat(of("DELETE /traits/CUSTOM_A", "").replaced()).containsExactly(Subject.CATALOGUE);
    }

    @Test
    void tellsReadsOfOneThingFromReadsOfAll() {
        assertThat(of("GET /allocation_candidates?resources=VCPU:1", "").reach())
                .isEqualTo(Reach.READS_ALL);
        assertThat(of("GET /resource_providers?name=x", "").reach()).isEqualTo(Reach.READS_ALL);
        assertThat(of("GET /traits", "").reach()).isEqualTo(Reach.READS_SOME);
        assertThat(of("GET /traits?associated=true", "").reach()).isEqualTo(Reach.READS_ALL);
        assertThat(of("GET /", "").reach()).isEqualTo(Reach.NONE);
        assertThat(of("DELETE /traits/CUSTOM_A", "").reach()).isEqualTo(Reach.WRITES_ALL);
        assertThat(of("POST /reshaper", "{}").reach()).isEqualTo(Reach.WRITES_ALL);
    }

    @Test
    void handsOnNothingThatIsNoPartOfPlacement() {
        assertThat(of("POST /import", "{}").reach()).isEqualTo(Reach.FOREIGN);
        assertThat(of("DELETE /regions/east/resource_providers/" + P1, "").reach())
                .isEqualTo(Reach.FOREIGN);
    }

    @Test
    void takesABodyThatIsNoJsonForAnything() {
        assertThat(of("PUT /allocations/" + C1, "{broken").reach()).isEqualTo(Reach.WRITES_ALL);
        assertThat(of("POST /allocations", "[]").reach()).isEqualTo(Reach.WRITES_ALL);
        assertThat(of("PUT /allocations/nobody", "{}").reach()).isEqualTo(Reach.WRITES_ALL);
    }
}

package dev.berth.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import org.junit.jupiter.api.Test;

class ProviderIdsTest {
    private static final ProviderId HOST = ProviderIds.ofHost(Region.DEFAULT, "cmp1");

    /** Written down because every released agent must come to the same ids. */
    @Test
    void givesTheSameIdsForEver() {
        assertThat(HOST).hasToString("25786909-833f-596f-9135-7f3326f26fef");
        assertThat(ProviderIds.below(HOST, "numa/0")).hasToString("2f53e3dc-2ae9-565d-a90b-bde9e31d3157");
    }

    /** The example of RFC 9562, appendix A.4. */
    @Test
    void makesUuidsOfVersionFive() {
        ProviderId dns = ProviderId.of("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

        assertThat(ProviderIds.below(dns, "www.example.com")).hasToString("2ed6657d-e927-568b-95e1-2665a8aea6a2");
    }

    @Test
    void keepsHostsAndRegionsApart() {
        assertThat(ProviderIds.ofHost(new Region("other"), "cmp1")).isNotEqualTo(HOST);
        assertThat(ProviderIds.ofHost(Region.DEFAULT, "cmp2")).isNotEqualTo(HOST);
    }
}

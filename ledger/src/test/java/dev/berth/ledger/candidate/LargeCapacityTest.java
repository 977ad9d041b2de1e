package dev.berth.ledger.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.model.Allocations;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.candidate.capacity.CapacityCount;
import dev.berth.ledger.candidate.capacity.CapacityReport;
import dev.berth.ledger.candidate.capacity.CapacityReport.By;
import dev.berth.ledger.candidate.capacity.CapacityTotal;
import dev.berth.ledger.candidate.capacity.TreeCounts;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.CandidateRequest.Nesting;
import dev.berth.ledger.state.RegionView;
import java.util.EnumSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Capacity of a large region, within its budget; {@code -Dcapacity.hosts=100000} for one that large, with times. */
class LargeCapacityTest {
    private static final int HOSTS = Integer.getInteger("capacity.hosts", 1_000);
    private static final int RACK = 50;

    @Test
    void countsALargeRegionWithinItsBudget() {
        TestingRegion region = region("");
        CandidateRequest request = request(region, "resources=VCPU:4,MEMORY_MB:8192");
        long expected = 16L * HOSTS;

        assertCounted("hosts of one provider", region.view(), request, expected);

        TreeCounts known = new TreeCounts();
        timed("total of hosts of one provider", () -> total(region.view(), request, known));
        region.claim(Allocations.of(region.id("cn7"), ResourceClass.of("VCPU"), 4));
        assertThat(timed("total after a claim", () -> total(region.view(), request, known)))
                .isEqualTo(new CapacityTotal(expected - 1, false));
    }

    @Test
    void countsALargeRegionOfNestedProvidersWithinItsBudget() {
        TestingRegion region = region("""
                  numa%1$d_0 CUSTOM_PAGES=8
                    pf%1$d_0 SRIOV_NET_VF=6
                  numa%1$d_1 CUSTOM_PAGES=8
                    pf%1$d_1 SRIOV_NET_VF=8
                """);
        CandidateRequest request = request(
                region,
                "resources=VCPU:1&resources_A=CUSTOM_PAGES:1&resources_B=SRIOV_NET_VF:1&same_subtree=_A,_B"
                        + "&group_policy=none");

        assertCounted("hosts with cells and cards", region.view(), request, 14L * HOSTS);
    }

    @Test
    void countsALargeRegionOfSharingHostsWithinItsBudget() {
        StringBuilder pools = new StringBuilder();
        for (int rack = 0; rack * RACK < HOSTS; rack++) {
            pools.append("nfs%d DISK_GB=1000 +MISC_SHARES_VIA_AGGREGATE @rack%d\n".formatted(rack, rack));
        }
        TestingRegion region = TestingRegion.of(text("") + pools);
        CandidateRequest request = request(region, "resources=VCPU:4,DISK_GB:10");

        CapacityReport report =
                assertCounted("hosts that share disks", region.view(), request, 100L * ((HOSTS + RACK - 1) / RACK));
        assertThat(report.doShare()).isTrue();
    }

    private static String text(String below) {
        StringBuilder text = new StringBuilder();
        for (int host = 0; host < HOSTS; host++) {
            text.append("cn%d VCPU=64 MEMORY_MB=262144 @rack%d\n".formatted(host, host / RACK))
                    .append(below.formatted(host));
        }
        return text.toString();
    }

    private static TestingRegion region(String below) {
        return TestingRegion.of(text(below));
    }

    private static CandidateRequest request(TestingRegion region, String query) {
        return TestingQuery.read(query, Nesting.AWARE, region::id);
    }

    private static CapacityTotal total(RegionView view, CandidateRequest request, TreeCounts known) {
        return CapacityCount.total(view, request, CapacityCount.STEPS_MAX, known);
    }

    private static CapacityReport assertCounted(String what, RegionView view, CandidateRequest request, long expected) {
        assertThat(timed("total of " + what, () -> total(view, request, new TreeCounts())))
                .isEqualTo(new CapacityTotal(expected, false));
        CapacityReport report = timed(
                "report on " + what,
                () -> CapacityReport.of(view, request, EnumSet.allOf(By.class), CapacityCount.STEPS_MAX));
        assertThat(report.total()).isEqualTo(expected);
        assertThat(report.isCut()).isFalse();
        assertThat(report.isPartlyExplained()).isFalse();
        return report;
    }

    private static <T> T timed(String what, Supplier<T> counted) {
        counted.get();
        long beganNs = System.nanoTime();
        T result = counted.get();
        System.out.printf("%s, %,d of them: %,d ms%n", what, HOSTS, (System.nanoTime() - beganNs) / 1_000_000);
        return result;
    }
}

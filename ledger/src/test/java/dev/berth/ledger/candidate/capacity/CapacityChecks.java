package dev.berth.ledger.candidate.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.command.DrainHost;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Provider;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.candidate.capacity.CapacityReport.By;
import dev.berth.ledger.candidate.capacity.CapacityReport.HostCapacity;
import dev.berth.ledger.candidate.capacity.CapacityReport.Shortage;
import dev.berth.ledger.candidate.explain.Explainer;
import dev.berth.ledger.candidate.explain.Explanation.Verdict;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.search.CandidateSearch;
import dev.berth.ledger.candidate.search.Plan;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/** What has to hold of a report on capacity, whatever region and request it is about. */
public final class CapacityChecks {
    private static final long AMPLE = CapacityCount.STEPS_MAX;
    private static final EnumSet<By> ALL = EnumSet.allOf(By.class);

    private CapacityChecks() {}

    /** Compares the report with claims made one by one, and with what searches find after them. */
    public static void verify(RegionView view, CandidateRequest request, String described) {
        CapacityReport report = CapacityReport.of(view, request, ALL, AMPLE);
        ClaimByClaim claims = ClaimByClaim.of(view, request);
        assertThat(report.isCut() || report.isPartlyExplained()).as(described).isFalse();
        assertThat(report.total()).as(described).isEqualTo(claims.granted());
        long together = report.hosts().stream().mapToLong(HostCapacity::count).sum();
        if (report.doShare()) {
            assertThat(together).as(described).isGreaterThanOrEqualTo(report.total());
        } else {
            assertThat(together).as(described).isEqualTo(report.total());
        }
        TreeCounts known = new TreeCounts();
        CapacityTotal total = CapacityCount.total(view, request, AMPLE, known);
        assertThat(total).as(described).isEqualTo(new CapacityTotal(report.total(), false));
        assertThat(CapacityCount.total(view, request, AMPLE, known))
                .as(described)
                .isEqualTo(total);
        verifyShortages(view, request, report, described);
        report.reductions().forEach(reduction -> verify(claims.after(), request, reduction, described));
    }

    /** Each host that is not drained lacks something, or could never serve it; explanations say the same of all. */
    private static void verifyShortages(
            RegionView view, CandidateRequest request, CapacityReport report, String described) {
        long hosts = Plan.of(view, request).isEmpty()
                ? 0
                : view.forest().trees()
                        - view.drains()
                                .keySet()
                                .count(host -> view.forest().tree(host).isPresent());
        long lacking = report.shortages().stream().mapToLong(Shortage::hosts).sum();
        assertThat(lacking + report.never()).as(described).isEqualTo(hosts);
        boolean isOfAmounts =
                request.groups().stream().allMatch(group -> group.devices().isEmpty());
        if (report.total() == 0
                && isOfAmounts
                && !view.hasDrains()
                && view.devices().isEmpty()) {
            Verdict verdict = Explainer.explain(view, request).verdict();
            assertThat(lacking == 0).as(described).isEqualTo(verdict == Verdict.NEVER);
        }
    }

    /** What is said to fit fits, and of a single smaller amount nothing larger does. */
    private static void verify(RegionView after, CandidateRequest request, Reduction reduction, String described) {
        CandidateRequest smaller = request;
        List<RequestAmount> parts = new ArrayList<>();
        for (Reduction.Change change : reduction.changes()) {
            RequestAmount part = RequestAmount.of(request).stream()
                    .filter(each -> each.to(request, change.to()).equals(change) && !parts.contains(each))
                    .findFirst()
                    .orElseThrow();
            parts.add(part);
            smaller = part.replaced(smaller, change.to());
        }
        assertThat(fits(after, smaller)).as("%s\n%s", described, reduction).isTrue();
        for (int at = 0; at < parts.size(); at++) {
            Reduction.Change change = reduction.changes().get(at);
            assertThat(change.to()).isLessThan(change.from());
            for (long larger = change.to() + 1; larger <= change.from(); larger++) {
                assertThat(fits(after, parts.get(at).replaced(smaller, larger)))
                        .as("%s\n%s with %d", described, reduction, larger)
                        .isFalse();
            }
        }
    }

    private static boolean fits(RegionView view, CandidateRequest request) {
        return CandidateSearch.search(view, request.limitedTo(1)).size() > 0;
    }

    /** The region with one of its roots drained. */
    public static RegionView withADrain(RegionView view, Random random) {
        List<Provider> roots = new ArrayList<>();
        view.providers().all().forEach(provider -> {
            if (provider.isRoot()) {
                roots.add(provider);
            }
        });
        Position last = view.position();
        return Ledger.apply(
                        view,
                        new Position(0, last.offset() + 1, last.timestampMs()),
                        new DrainHost(
                                new CommandId(new UUID(0xD0, 1)),
                                roots.get(random.nextInt(roots.size())).id(),
                                "no reason"))
                .after();
    }

    /** How often random requests lead to each kind of answer, so that no promise is made of nothing. */
    public static final class Reached {
        private final Map<String, Integer> counts = new TreeMap<>(Map.of(
                "none",
                0,
                "some",
                0,
                "shared",
                0,
                "one smaller amount",
                0,
                "several smaller amounts",
                0,
                "several lacking",
                0,
                "never",
                0,
                "less together than alone",
                0));

        public void note(RegionView view, CandidateRequest request) {
            CapacityReport report = CapacityReport.of(view, request, ALL, AMPLE);
            count(report.total() == 0, "none");
            count(report.total() > 1, "some");
            count(report.doShare(), "shared");
            count(
                    report.hosts().stream().mapToLong(HostCapacity::count).sum() > report.total(),
                    "less together than alone");
            count(report.never() > 0, "never");
            count(report.shortages().stream().anyMatch(shortage -> shortage.of().size() > 1), "several lacking");
            for (Reduction reduction : report.reductions()) {
                count(reduction.changes().size() == 1, "one smaller amount");
                count(reduction.changes().size() > 1, "several smaller amounts");
            }
        }

        private void count(boolean isSo, String what) {
            counts.merge(what, isSo ? 1 : 0, Integer::sum);
        }

        /** How often one kind was reached. */
        public int count(String kind) {
            return counts.get(kind);
        }

        @Override
        public String toString() {
            return counts.toString();
        }
    }
}

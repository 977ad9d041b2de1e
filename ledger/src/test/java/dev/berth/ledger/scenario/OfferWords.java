package dev.berth.ledger.scenario;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.candidate.explain.Explainer;
import dev.berth.ledger.candidate.explain.Explanation;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.candidate.result.Candidate;
import dev.berth.ledger.candidate.search.CandidateSearch;
import dev.berth.ledger.state.RegionView;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How scenarios ask what is offered; {@link ScenariosTest} documents it. */
final class OfferWords {
    private OfferWords() {}

    /** The candidates for amounts such as {@code VCPU=1 MEMORY_MB=512}, in the order of their texts. */
    static String offered(RegionView view, Symbols symbols, String amounts) {
        String offered = CandidateSearch.search(view, request(amounts)).candidates().stream()
                .map(candidate -> text(symbols, candidate))
                .sorted()
                .collect(Collectors.joining(" or "));
        return offered.isEmpty() ? "none" : offered;
    }

    /** What explanations say of them: of all, then of each class. */
    static String explained(RegionView view, String amounts) {
        Explanation explanation = Explainer.explain(view, request(amounts));
        return Stream.concat(
                        Stream.of(explanation.verdict()),
                        explanation.demands().stream().map(Explanation.ExplainedDemand::verdict))
                .map(verdict -> verdict.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
    }

    private static CandidateRequest request(String amounts) {
        ImmutableSortedMap.Builder<ResourceClass, Long> asked = ImmutableSortedMap.naturalOrder();
        new Words(amounts).rest().forEach(word -> {
            String[] parts = word.split("=", 2);
            asked.put(ResourceClass.of(parts[0]), Long.parseLong(parts[1]));
        });
        return CandidateRequest.of(RequestGroup.of(RequestGroup.UNSUFFIXED, asked.build()));
    }

    private static String text(Symbols symbols, Candidate candidate) {
        return candidate.shares().stream()
                .map(share -> symbols.name(share.provider()) + ":"
                        + share.resources().entrySet().stream()
                                .map(each -> each.getKey() + "=" + each.getValue())
                                .collect(Collectors.joining(",")))
                .sorted()
                .collect(Collectors.joining(" "));
    }
}

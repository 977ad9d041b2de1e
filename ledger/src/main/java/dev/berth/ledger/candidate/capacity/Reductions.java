package dev.berth.ledger.candidate.capacity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.result.Candidates;
import dev.berth.ledger.candidate.search.CandidateSearch;
import dev.berth.ledger.candidate.search.SearchBudget;
import dev.berth.ledger.candidate.search.StepCounter;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Which smaller requests have a candidate in a view in which a request has none: with one smaller amount each, and if
 * there is none, with several. What fits is asked of the search. Not thread-safe.
 *
 * <p>Of one amount the largest that fits is found by halving: in the units of one inventory less always fits where more
 * does, so each kind of units in the region is tried by itself. The one that allows the most finds it; what another
 * finds fits too.
 */
final class Reductions {
    private final RegionView view;
    private final CandidateRequest request;
    private final StepCounter steps;

    Reductions(RegionView view, CandidateRequest request, StepCounter steps) {
        this.view = view;
        this.request = request;
        this.steps = steps;
    }

    /** The reductions, the smallest first; not all of them once the steps are spent. */
    ImmutableList<Reduction> find() {
        List<RequestAmount> parts = RequestAmount.of(request);
        List<ImmutableSortedSet<Units>> units = parts.stream().map(this::units).toList();
        List<Reduction> single = new ArrayList<>();
        for (int at = 0; at < parts.size() && !steps.isSpent(); at++) {
            RequestAmount part = parts.get(at);
            OptionalLong most = most(request, part, units.get(at));
            if (most.isPresent()) {
                single.add(new Reduction(ImmutableList.of(part.to(request, most.getAsLong()))));
            }
        }
        single.sort(Reduction.SMALLEST_FIRST);
        return single.isEmpty() && !steps.isSpent() ? joint(parts, units) : ImmutableList.copyOf(single);
    }

    private ImmutableSortedSet<Units> units(RequestAmount part) {
        return part.resourceClass()
                .map(name -> Units.of(view.forest(), view.forest().symbols().of(name), steps))
                .orElse(ImmutableSortedSet.of(Units.ONE_BY_ONE));
    }

    /** The largest smaller amount of a part with which the request fits. */
    private OptionalLong most(CandidateRequest of, RequestAmount part, ImmutableSortedSet<Units> all) {
        long most = 0;
        for (Units units : all) {
            long low = Math.max(units.leastSteps(), most / units.step() + 1);
            long high = units.mostStepsBelow(part.amount());
            if (low > high || !fits(part.replaced(of, low * units.step()))) {
                continue;
            }
            while (low < high) {
                long middle = low + (high - low + 1) / 2;
                if (fits(part.replaced(of, middle * units.step()))) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            most = low * units.step();
        }
        return most == 0 || steps.isSpent() ? OptionalLong.empty() : OptionalLong.of(most);
    }

    /** All amounts as small as they can be, then one after the other as large as fits with the others. */
    private ImmutableList<Reduction> joint(List<RequestAmount> parts, List<ImmutableSortedSet<Units>> units) {
        CandidateRequest smaller = request;
        long[] amounts = new long[parts.size()];
        for (int at = 0; at < amounts.length; at++) {
            RequestAmount part = parts.get(at);
            long least = units.get(at).stream()
                    .mapToLong(each -> each.leastSteps() * each.step())
                    .min()
                    .orElse(part.amount());
            amounts[at] = Math.min(part.amount(), least);
            smaller = part.replaced(smaller, amounts[at]);
        }
        if (!fits(smaller)) {
            return ImmutableList.of();
        }
        ImmutableList.Builder<Reduction.Change> changes = ImmutableList.builder();
        for (int at = 0; at < amounts.length; at++) {
            RequestAmount part = parts.get(at);
            if (amounts[at] < part.amount() && fits(part.replaced(smaller, part.amount()))) {
                amounts[at] = part.amount();
            } else if (amounts[at] < part.amount()) {
                amounts[at] = most(smaller, part, units.get(at)).orElse(amounts[at]);
            }
            smaller = part.replaced(smaller, amounts[at]);
            if (amounts[at] < part.amount()) {
                changes.add(part.to(request, amounts[at]));
            }
        }
        ImmutableList<Reduction.Change> all = changes.build();
        return all.isEmpty() || steps.isSpent() ? ImmutableList.of() : ImmutableList.of(new Reduction(all));
    }

    private boolean fits(CandidateRequest smaller) {
        if (steps.isSpent()) {
            return false;
        }
        Candidates found = CandidateSearch.search(view, smaller.limitedTo(1), new SearchBudget(1, steps.left()));
        steps.add(Math.max(1, found.steps()));
        return found.size() > 0;
    }
}

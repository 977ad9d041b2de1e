package dev.berth.api.command;

import dev.berth.api.http.Call;
import dev.berth.api.policy.Policy;
import dev.berth.api.policy.Target;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.RegionViews;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Who may create a region. A region comes into being with the first write to it, so this is checked at
 * each first write; the default region needs no permission. Any thread may ask.
 *
 * @param listed the regions that anybody makes who may write to them
 * @param policy who makes any other
 * @param max how many regions an instance keeps; the listed ones do not count
 */
public record NewRegions(Predicate<Region> listed, Supplier<Policy> policy, int max) {
    /** The name of the action, as policies have it. */
    public static final String ACTION = "berth:regions:create";

    /** The default for how many regions an instance keeps. */
    public static final int MAX_DEFAULT = 100;

    /** Anybody may create any region; for trials. */
    public static final NewRegions ANY = new NewRegions(region -> true, () -> Policy.OPEN, Integer.MAX_VALUE);

    /**
     * Admits a write unless it is a first write that is not allowed.
     *
     * @param view what its region is like
     * @param views all regions here
     * @throws dev.berth.api.problem.ProblemException 404 if the caller makes no regions; 403 if there are too many
     */
    void admit(Call call, RegionView view, RegionViews views) {
        Region region = call.region();
        if (!view.position().equals(Position.NONE) || region.equals(Region.DEFAULT) || listed.test(region)) {
            return;
        }
        if (!policy.get().permits(call.caller(), ACTION, Target.of(call.caller()))) {
            throw Problem.notFound("There is no region " + region + ", and policy does not allow " + ACTION
                            + " to be performed: it has to be named by --regions, or made by whoever "
                            + "the policy allows to.")
                    .exception();
        }
        if (views.regions().size() >= max) {
            throw new Problem(
                            403,
                            "Region " + region + " is not made: this instance keeps " + max
                                    + " regions, as many as --regions-max allows.",
                            ErrorCode.UNDEFINED)
                    .exception();
        }
    }
}

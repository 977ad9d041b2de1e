package dev.berth.cli.shadow;

import dev.berth.api.compare.PlacementReply;
import dev.berth.api.compare.ReplyComparison;
import dev.berth.api.compare.ReplyDifference;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What both services answered to a call, in a form in which it can be compared.
 *
 * @param difference how the answers differ; empty if they do not
 */
record ComparedAnswers(PlacementReply placement, PlacementReply berth, Optional<ReplyDifference> difference) {
    private static final Logger LOG = LoggerFactory.getLogger(ComparedAnswers.class);

    /**
     * Whether the answers say enough to be compared. Bodies have to be there as a whole, but where only Berth refuses
     * what the Placement granted: that is a difference of any kind of body.
     */
    static boolean areComparable(ServiceRoles roles, ShadowCall call, ServiceReply reply) {
        ServiceReply placement = roles.isBerthFollowing() ? call.answer() : reply;
        ServiceReply berth = roles.isBerthFollowing() ? reply : call.answer();
        return placement.isWhole() && berth.isWhole() || placement.isGranted() && !berth.isGranted();
    }

    /** @param reply what the service that follows answered */
    static ComparedAnswers of(ServiceRoles roles, ShadowCall call, ServiceReply reply) {
        ServiceReply placement = roles.isBerthFollowing() ? call.answer() : reply;
        ServiceReply berth = roles.isBerthFollowing() ? reply : call.answer();
        boolean areWhole = placement.isWhole() && berth.isWhole();
        PlacementReply there = PlacementReply.of(placement.status(), areWhole ? roles.atRoot(placement) : new byte[0]);
        PlacementReply here = PlacementReply.of(berth.status(), areWhole ? roles.atRoot(berth) : new byte[0]);
        return new ComparedAnswers(there, here, difference(call, there, here));
    }

    /** What cannot be compared is not known to be the same; without an end the call would hold up all behind it. */
    private static Optional<ReplyDifference> difference(ShadowCall call, PlacementReply there, PlacementReply here) {
        try {
            return ReplyComparison.of(call.method(), call.path(), there, here);
        } catch (RuntimeException e) {
            LOG.error("The answers to call {} cannot be compared.", call.number(), e);
            return Optional.of(ReplyDifference.BODY);
        }
    }

    /** Whether either of them granted the call. */
    boolean areGranted() {
        return placement.isGranted() || berth.isGranted();
    }
}

package dev.berth.api.differential;

import dev.berth.api.compare.ReplyComparison;
import dev.berth.api.compare.ReplyDifference;
import java.util.Optional;

/**
 * How two replies to one call differ, and whether that is known and meant; docs/placement-compatibility.md tells why.
 */
enum Difference {
    STATUS,
    CODE,
    BODY,
    HEADERS,
    /** The words of an error, which programs should not read. */
    WORDS,
    /** The peer came to grief over a request, which should not happen over any. */
    PEER_FAILED,
    /** A difference that is meant, after which the two states are not the same any more. */
    MEANT;

    private static final String DATE = "last-modified; ";
    private static final String VARY = "vary openstack-api-version; ";
    private static final String CLAIMS_ALONE = "allow POST;";

    /** Berth also answers GET /allocations. */
    private static final String CLAIMS_AND_READS = "allow POST, GET;";

    static Optional<Difference> between(ApiCall call, ApiReply ours, ApiReply theirs) {
        Optional<ReplyDifference> found = ReplyComparison.of(call.method(), call.path(), theirs.reply(), ours.reply());
        if (found.isEmpty()
                || found.get() == ReplyDifference.STANDARD_NAMES
                || found.get() == ReplyDifference.LARGE_NUMBER) {
            return headers(call, ours, theirs);
        }
        return switch (found.get()) {
            case STATUS, NAME_CASE, OFFERED_VERSIONS -> Optional.of(STATUS);
            case CODE -> Optional.of(CODE);
            case BODY, GENERATION -> Optional.of(BODY);
            case WORDS -> Optional.of(WORDS);
            case PLACEMENT_FAILED -> Optional.of(PEER_FAILED);
            case CLAIM_NOT_LARGER, LEFT_CONSUMER, SHARED_ANCHOR, SPOILT_AMOUNTS -> Optional.of(MEANT);
            case LIMITED, STANDARD_NAMES, ADDED_ROUTE, LARGE_NUMBER -> Optional.empty();
        };
    }

    /** Placement leaves Vary out of some errors, and last-modified where a provider was never updated before. */
    private static Optional<Difference> headers(ApiCall call, ApiReply ours, ApiReply theirs) {
        String our = ours.headers();
        boolean isVaryMissing = theirs.status() >= 400 && !theirs.headers().contains(VARY);
        boolean isDateMissing = call.method().equals("PUT")
                && theirs.status() == 200
                && !theirs.headers().contains(DATE);
        if (isVaryMissing) {
            our = our.replace(VARY, "");
        } else if (isDateMissing) {
            our = our.replace(DATE, "");
        }
        if (call.path().startsWith("/allocations")) {
            our = our.replace(CLAIMS_AND_READS, CLAIMS_ALONE);
        }
        return our.equals(theirs.headers()) ? Optional.empty() : Optional.of(HEADERS);
    }

    /** Whether nothing is to be mended. */
    boolean isTolerated() {
        return this == MEANT || this == PEER_FAILED;
    }
}

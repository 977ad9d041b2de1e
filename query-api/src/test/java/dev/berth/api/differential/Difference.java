package dev.berth.api.differential;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** How two replies to one call differ, and whether that is known and meant; docs/placement-compatibility.md tells why. */
enum Difference {
    STATUS,
    CODE,
    BODY,
    HEADERS,
    /** The words of an error, which programs should not read. */
    WORDS,
    /** A difference that is meant, after which the two states are not the same any more. */
    MEANT;

    /** Words that name the same thing differently: lists in no order, what a database says, where a parser stopped. */
    private static final List<Pattern> FREE_WORDS = List.of(
            Pattern.compile("Malformed JSON.*"),
            Pattern.compile("Update conflict: .*"),
            Pattern.compile("No such trait .*"),
            Pattern.compile("Unable to allocate inventory: .*"),
            Pattern.compile("Allocation for resource provider '.*' that does not exist"),
            Pattern.compile("No such resource class .*"),
            Pattern.compile("Invalid inventory for .*"),
            Pattern.compile("resource provider generation conflict for provider .*"),
            Pattern.compile("Inventory for '.*' on resource provider '.*'"));

    static Optional<Difference> between(ApiCall call, ApiReply ours, ApiReply theirs) {
        // A claim that asks for no more than before stays, though the capacity was lowered meanwhile.
        boolean isOverage = ours.status() == 204
                && theirs.status() == 409
                && theirs.detail().contains("exceed the capacity");
        // A refused claim of a new consumer leaves nothing behind; in Placement 8.0.0 it may leave an empty consumer.
        boolean isLeftover = theirs.detail().contains("expected 0 but got None");
        if (isOverage || isLeftover) {
            return Optional.of(MEANT);
        }
        if (ours.status() != theirs.status()) {
            return Optional.of(STATUS);
        }
        if (ours.status() >= 400) {
            if (!ours.code().equals(theirs.code())) {
                return Optional.of(CODE);
            }
            return free(ours.detail()).equals(free(theirs.detail())) ? Optional.empty() : Optional.of(WORDS);
        }
        if (call.path().contains("limit=")) {
            return ours.body().path("allocation_requests").size()
                            == theirs.body().path("allocation_requests").size()
                    ? Optional.empty()
                    : Optional.of(BODY);
        }
        if (!ours.body().equals(theirs.body())) {
            return Optional.of(BODY);
        }
        return ours.headers().equals(theirs.headers()) ? Optional.empty() : Optional.of(HEADERS);
    }

    private static String free(String detail) {
        String text = detail;
        for (Pattern pattern : FREE_WORDS) {
            text = pattern.matcher(text)
                    .replaceAll(pattern.pattern().replace("\\", "").replace("$", ""));
        }
        return text;
    }
}

package dev.berth.api.differential;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

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

    /** Words that name the same thing differently: lists in no order, what a database says, where a parser stopped. */
    private static final List<Pattern> FREE_WORDS = List.of(
            Pattern.compile("Update conflict: .*"),
            Pattern.compile("No such trait.*"),
            Pattern.compile("Inventory for '.*' on resource provider '.*'"),
            Pattern.compile("bad group\\(s\\) - .*"),
            Pattern.compile("Real suffixes should be specified in `same_subtree`: .*"),
            Pattern.compile("contain valid UUID\\(s\\)\\. Got:.*"));

    private static final String DATE = "last-modified; ";
    private static final String VARY = "vary openstack-api-version; ";

    static Optional<Difference> between(ApiCall call, ApiReply ours, ApiReply theirs) {
        if (theirs.status() == 500 && ours.status() < 500) {
            return Optional.of(PEER_FAILED);
        }
        // A claim that asks for no more than before stays, though the capacity was lowered meanwhile.
        boolean isOverage = theirs.detail().contains("exceed the capacity")
                && !ours.detail().equals(theirs.detail())
                && (ours.status() == 204
                        || ours.detail().contains("in use")
                        || ours.detail().contains("Unable to allocate inventory"));
        // A refused claim of a new consumer leaves nothing behind; in Placement 8.0.0 it may leave an empty consumer.
        boolean isLeftover =
                theirs.detail().contains("expected 0 but got") && !ours.detail().contains("expected 0 but got");
        if (isOverage || isLeftover) {
            return Optional.of(MEANT);
        }
        if (ours.status() != theirs.status()) {
            return Optional.of(STATUS);
        }
        if (ours.status() >= 400) {
            if (!ours.code().equals(theirs.code())
                    || ours.body().isTextual() != theirs.body().isTextual()) {
                return Optional.of(CODE);
            }
            return free(ours.detail()).equals(free(theirs.detail())) ? headers(call, ours, theirs) : Optional.of(WORDS);
        }
        if (call.path().startsWith("/allocation_candidates") && call.path().contains("limit=")) {
            return ours.body().path("allocation_requests").size()
                            == theirs.body().path("allocation_requests").size()
                    ? Optional.empty()
                    : Optional.of(BODY);
        }
        if (!isSameBody(call, ours, theirs)) {
            return Optional.of(isAnchorLost(call, ours, theirs) ? MEANT : BODY);
        }
        return headers(call, ours, theirs);
    }

    /**
     * Of candidates of a group that differ only in the tree that a sharing provider is to serve Placement keeps one, in
     * no order, and then misses those that the others would have become with the candidates of the other groups.
     */
    private static boolean isAnchorLost(ApiCall call, ApiReply ours, ApiReply theirs) {
        Set<String> our = texts(ours.body().path("allocation_requests"));
        Set<String> their = texts(theirs.body().path("allocation_requests"));
        Set<String> missed = new TreeSet<>(our);
        missed.removeAll(their);
        return call.path().startsWith("/allocation_candidates")
                && our.containsAll(their)
                && !missed.isEmpty()
                && missed.stream()
                        .allMatch(request -> roots(request, ours.body()).size() > 1);
    }

    /** The trees that a candidate takes from. */
    private static Set<String> roots(String request, JsonNode body) {
        Set<String> roots = new TreeSet<>();
        body.path("provider_summaries").properties().forEach(summary -> {
            if (request.contains(summary.getKey())) {
                roots.add(summary.getValue().path("root_provider_uuid").asText(summary.getKey()));
            }
        });
        return roots;
    }

    /** Of standard traits Berth may know more, of a newer release. */
    private static boolean isSameBody(ApiCall call, ApiReply ours, ApiReply theirs) {
        if (!call.path().startsWith("/traits")) {
            return ours.body().equals(theirs.body());
        }
        Set<String> our = texts(ours.body().path("traits"));
        Set<String> their = texts(theirs.body().path("traits"));
        our.removeIf(trait -> !trait.startsWith("CUSTOM_") && !their.contains(trait));
        return our.equals(their);
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new TreeSet<>();
        list.forEach(text -> texts.add(text.isTextual() ? text.textValue() : text.toString()));
        return texts;
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
        return our.equals(theirs.headers()) ? Optional.empty() : Optional.of(HEADERS);
    }

    /** Whether nothing is to be mended. */
    boolean isTolerated() {
        return this == MEANT || this == PEER_FAILED;
    }

    private static String free(String detail) {
        String text = detail.replace("&#x27;", "'");
        for (Pattern pattern : FREE_WORDS) {
            text = pattern.matcher(text)
                    .replaceAll(pattern.pattern().replace("\\", "").replace("$", ""));
        }
        return text;
    }
}

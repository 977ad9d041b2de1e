package dev.berth.api.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Compares one answer of Placement with Berth's answer to the same call in the same state. Status, code, body and words
 * are compared; headers are not.
 */
public final class ReplyComparison {
    private static final int SERVER_FAULT = 500;
    private static final int REFUSED = 400;
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;

    private static final String SHARES = "MISC_SHARES_VIA_AGGREGATE";
    private static final List<String> GENERATIONS =
            List.of("generation", "resource_provider_generation", "consumer_generation");

    /** Words that name the same thing differently: lists in no order, what a database says, where a parser stopped. */
    private static final List<Pattern> FREE_WORDS = List.of(
            Pattern.compile("Update conflict: .*"),
            Pattern.compile("No such trait.*"),
            Pattern.compile("Inventory for '[^']*' on resource provider '[^']*'"),
            Pattern.compile("bad group\\(s\\) - .*"),
            Pattern.compile("Real suffixes should be specified in `same_subtree`: .*"),
            Pattern.compile("contain valid UUID\\(s\\)\\. Got:.*"));

    private final String method;
    private final String path;
    private final PlacementReply placement;
    private final PlacementReply berth;

    private ReplyComparison(String method, String path, PlacementReply placement, PlacementReply berth) {
        this.method = method;
        this.path = path;
        this.placement = placement;
        this.berth = berth;
    }

    /**
     * How the answers differ; empty if they do not.
     *
     * @param path of the call, with its query, as Placement has it at the root of a server
     */
    public static Optional<ReplyDifference> of(
            String method, String path, PlacementReply placement, PlacementReply berth) {
        return new ReplyComparison(method, path, placement, berth).difference();
    }

    private Optional<ReplyDifference> difference() {
        Optional<ReplyDifference> known = known();
        if (known.isPresent()) {
            return known;
        }
        if (placement.status() != berth.status()) {
            return Optional.of(ReplyDifference.STATUS);
        }
        if (placement.status() >= REFUSED) {
            return refusals();
        }
        if (isSameBody()) {
            return Optional.empty();
        }
        if (LargeNumbers.cut(placement.body()).equals(LargeNumbers.cut(berth.body()))) {
            return Optional.of(ReplyDifference.LARGE_NUMBER);
        }
        if (isLimited()) {
            return Optional.of(ReplyDifference.LIMITED);
        }
        if (isAnchorLost()) {
            return Optional.of(ReplyDifference.SHARED_ANCHOR);
        }
        if (path.startsWith("/allocation_candidates?")
                && CandidateAmounts.isMoreThanAsked(path, placement)
                && !CandidateAmounts.isMoreThanAsked(path, berth)) {
            return Optional.of(ReplyDifference.SPOILT_AMOUNTS);
        }
        if (isStandardNames()) {
            return Optional.of(ReplyDifference.STANDARD_NAMES);
        }
        return Optional.of(
                withoutGenerations(placement.body()).equals(withoutGenerations(berth.body()))
                        ? ReplyDifference.GENERATION
                        : ReplyDifference.BODY);
    }

    private Optional<ReplyDifference> known() {
        if (placement.status() == SERVER_FAULT && berth.status() < SERVER_FAULT) {
            return Optional.of(ReplyDifference.PLACEMENT_FAILED);
        }
        // A claim that asks for no more than before stays, though the capacity was lowered meanwhile.
        if (placement.detail().contains("exceed the capacity")
                && !berth.detail().equals(placement.detail())
                && (berth.status() == 204
                        || berth.detail().contains("in use")
                        || berth.detail().contains("Unable to allocate inventory"))) {
            return Optional.of(ReplyDifference.CLAIM_NOT_LARGER);
        }
        // A refused claim of a new consumer leaves nothing behind; in Placement 8.0.0 it may leave an empty consumer.
        if (placement.detail().contains("expected 0 but got") && !berth.detail().contains("expected 0 but got")) {
            return Optional.of(ReplyDifference.LEFT_CONSUMER);
        }
        if (path.equals("/") && placement.isGranted() && berth.isGranted() && !isSameBody()) {
            return Optional.of(ReplyDifference.OFFERED_VERSIONS);
        }
        if (isOneStandardName()) {
            return Optional.of(ReplyDifference.STANDARD_NAMES);
        }
        if (isAddedRoute()) {
            return Optional.of(ReplyDifference.ADDED_ROUTE);
        }
        boolean isNamed = path.startsWith("/resource_providers") && (method.equals("POST") || method.equals("PUT"));
        if (isNamed && placement.status() == CONFLICT && berth.isGranted() && isOfName(placement)) {
            return Optional.of(ReplyDifference.NAME_CASE);
        }
        return Optional.empty();
    }

    /** What everybody holds can be read of Berth where Placement takes claims alone. */
    private boolean isAddedRoute() {
        return placement.status() == NOT_ALLOWED
                && berth.status() != NOT_ALLOWED
                && method.equals("GET")
                && path.matches("/allocations(\\?.*)?");
    }

    private static boolean isOfName(PlacementReply refusal) {
        return refusal.code().equals("placement.duplicate_name")
                || refusal.detail().contains("Conflicting resource provider name");
    }

    private Optional<ReplyDifference> refusals() {
        if (!placement.code().equals(berth.code())
                || placement.body().isTextual() != berth.body().isTextual()) {
            return Optional.of(ReplyDifference.CODE);
        }
        return free(placement.detail()).equals(free(berth.detail()))
                ? Optional.empty()
                : Optional.of(ReplyDifference.WORDS);
    }

    private static String free(String detail) {
        String text = detail.replace("&#x27;", "'");
        for (Pattern pattern : FREE_WORDS) {
            text = pattern.matcher(text)
                    .replaceAll(pattern.pattern().replace("\\", "").replace("$", ""));
        }
        return text;
    }

    private boolean isSameBody() {
        return placement.body().equals(berth.body());
    }

    /** Whether both give as many candidates as they may or have. */
    private boolean isLimited() {
        return path.startsWith("/allocation_candidates?")
                && path.contains("limit=")
                && placement.body().path("allocation_requests").size()
                        == berth.body().path("allocation_requests").size();
    }

    /**
     * Of candidates of a group that differ only in the tree that a sharing provider is to serve Placement keeps one, in
     * no order, and then misses those that the others would have become with the candidates of the other groups. The
     * sharing provider may be of the tree that is missed.
     */
    private boolean isAnchorLost() {
        Set<String> our = texts(berth.body().path("allocation_requests"));
        Set<String> their = texts(placement.body().path("allocation_requests"));
        Set<String> missed = new TreeSet<>(our);
        missed.removeAll(their);
        return path.startsWith("/allocation_candidates")
                && our.containsAll(their)
                && !missed.isEmpty()
                && missed.stream()
                        .allMatch(request -> roots(request, berth.body()).size() > 1 || isShared(request));
    }

    /** Whether a candidate takes from a provider that shares. */
    private boolean isShared(String request) {
        return berth.body().path("provider_summaries").properties().stream()
                .anyMatch(summary -> request.contains(summary.getKey())
                        && texts(summary.getValue().path("traits")).contains(SHARES));
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

    private boolean isStandardNames() {
        return path.matches("/traits(\\?.*)?") && isSameButForStandard("traits")
                || path.matches("/resource_classes(\\?.*)?") && isSameButForStandard("resource_classes");
    }

    /** Whether Berth has all that Placement has, and standard names beside. */
    private boolean isSameButForStandard(String field) {
        Set<String> our = texts(berth.body().path(field));
        Set<String> their = texts(placement.body().path(field));
        our.removeIf(name -> !name.contains("CUSTOM_") && !their.contains(name));
        return our.equals(their);
    }

    private boolean isOneStandardName() {
        return method.equals("GET")
                && path.matches("/(traits|resource_classes)/(?!CUSTOM_)[A-Z0-9_]+")
                && placement.status() == NOT_FOUND
                && berth.isGranted();
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new TreeSet<>();
        list.forEach(text -> texts.add(text.isTextual() ? text.textValue() : text.toString()));
        return texts;
    }

    private static JsonNode withoutGenerations(JsonNode body) {
        JsonNode copy = body.deepCopy();
        strip(copy);
        return copy;
    }

    private static void strip(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(GENERATIONS);
        }
        node.forEach(ReplyComparison::strip);
    }
}

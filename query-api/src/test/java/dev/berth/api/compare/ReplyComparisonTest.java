package dev.berth.api.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplyComparisonTest {
    private static final String CANDIDATES = "/allocation_candidates?resources=VCPU:1";

    private static PlacementReply reply(int status, String body) {
        return PlacementReply.of(status, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<ReplyDifference> compared(
            String call, int placement, String there, int berth, String here) {
        String[] words = call.split(" ");
        return ReplyComparison.of(words[0], words[1], reply(placement, there), reply(berth, here));
    }

    private static String error(String detail, String code) {
        return "{\"errors\": [{\"status\": 409, \"detail\": \"%s\", \"code\": \"%s\", \"request_id\": \"req-%d\"}]}"
                .formatted(detail, code, detail.length());
    }

    @Test
    void takesOrderAndWritingOfNumbersForTheSame() {
        assertThat(compared(
                        "GET /resource_providers",
                        200,
                        "{\"a\": [1, 2.50], \"b\": {\"x\": 1, \"y\": 16.0}}",
                        200,
                        "{\"b\": {\"y\": 16, \"x\": 1}, \"a\": [2.5, 1]}"))
                .isEmpty();
    }

    @Test
    void knowsWhichRouteBerthAdds() {
        String refused = error("The method GET is not allowed for this resource.", "placement.undefined_code");
        assertThat(compared("GET /allocations?limit=1", 405, refused, 200, "{\"allocations\": []}"))
                .contains(ReplyDifference.ADDED_ROUTE);
        assertThat(compared("PATCH /allocations", 405, refused, 200, "{}")).contains(ReplyDifference.STATUS);
        assertThat(compared("GET /allocations/x", 405, refused, 200, "{}")).contains(ReplyDifference.STATUS);
    }

    @Test
    void tellsGenerationsFromOtherBodies() {
        String path = "GET /resource_providers/x/traits";
        assertThat(compared(
                        path,
                        200,
                        "{\"traits\": [], \"resource_provider_generation\": 3}",
                        200,
                        "{\"traits\": [], \"resource_provider_generation\": 4}"))
                .contains(ReplyDifference.GENERATION);
        assertThat(compared(path, 200, "{\"traits\": [\"A\"]}", 200, "{\"traits\": []}"))
                .contains(ReplyDifference.BODY);
    }

    @Test
    void comparesStatusThenCodeThenWordsOfRefusals() {
        String call = "PUT /allocations/x";
        assertThat(compared(call, 204, "", 409, error("no", "placement.undefined_code")))
                .contains(ReplyDifference.STATUS);
        assertThat(compared(call, 409, error("no", "placement.one"), 409, error("no", "placement.other")))
                .contains(ReplyDifference.CODE);
        assertThat(compared(call, 409, error("no", "placement.one"), 409, error("not so", "placement.one")))
                .contains(ReplyDifference.WORDS);
        assertThat(compared(
                        call,
                        409,
                        error("Update conflict: a row", "placement.one"),
                        409,
                        error("Update conflict: other words", "placement.one")))
                .isEmpty();
    }

    @Test
    void knowsWhatIsDocumented() {
        assertThat(compared("PUT /allocations/x", 500, "{}", 204, "")).contains(ReplyDifference.PLACEMENT_FAILED);
        assertThat(compared(
                        "PUT /allocations/x",
                        409,
                        error("Unable to allocate inventory: exceed the capacity", "placement.undefined_code"),
                        204,
                        ""))
                .contains(ReplyDifference.CLAIM_NOT_LARGER);
        assertThat(compared(
                        "PUT /allocations/x",
                        409,
                        error("consumer generation conflict - expected 0 but got None", "placement.concurrent_update"),
                        204,
                        ""))
                .contains(ReplyDifference.LEFT_CONSUMER);
        assertThat(compared("GET /traits", 200, "{\"traits\": [\"A\"]}", 200, "{\"traits\": [\"A\", \"NEWER\"]}"))
                .contains(ReplyDifference.STANDARD_NAMES);
        assertThat(compared("GET /traits", 200, "{\"traits\": [\"A\"]}", 200, "{\"traits\": [\"CUSTOM_B\"]}"))
                .contains(ReplyDifference.BODY);
        assertThat(compared("GET /traits/HW_NEWER", 404, error("none", "x"), 204, ""))
                .contains(ReplyDifference.STANDARD_NAMES);
        assertThat(compared("GET /traits/CUSTOM_MINE", 404, error("none", "x"), 204, ""))
                .contains(ReplyDifference.STATUS);
        assertThat(compared("POST /resource_providers", 409, error("x", "placement.duplicate_name"), 200, "{\"a\": 1}"))
                .contains(ReplyDifference.NAME_CASE);
    }

    @Test
    void knowsThatNumbersBeyond64BitsAreShownOtherwise() {
        String ratio = "{\"inventories\": {\"VCPU\": {\"allocation_ratio\": %s, \"total\": %d}}}";
        String inventories = "PUT /resource_providers/x/inventories";
        String as = "99999999999999999999";
        assertThat(compared(inventories, 200, ratio.formatted(as, 1), 200, ratio.formatted("1e20", 1)))
                .contains(ReplyDifference.LARGE_NUMBER);
        assertThat(compared(inventories, 200, ratio.formatted(as, 1), 200, ratio.formatted("1e20", 2)))
                .contains(ReplyDifference.BODY);
        assertThat(compared(inventories, 200, ratio.formatted(as, 1), 200, ratio.formatted("16", 1)))
                .contains(ReplyDifference.BODY);
        assertThat(compared(inventories, 200, ratio.formatted("1e400", 1), 200, ratio.formatted("1e20", 1)))
                .as("beyond what floating point has")
                .contains(ReplyDifference.LARGE_NUMBER);
        assertThat(compared(inventories, 200, ratio.formatted("-1e400", 1), 200, ratio.formatted("1e20", 1)))
                .contains(ReplyDifference.BODY);
        String capacity = "{\"provider_summaries\": {\"a\": {\"resources\": {\"VCPU\": {\"capacity\": %s}}}}}";
        assertThat(compared(
                        "GET " + CANDIDATES,
                        200,
                        capacity.formatted("100000000000000000000"),
                        200,
                        capacity.formatted("9223372036854775807")))
                .contains(ReplyDifference.LARGE_NUMBER);
    }

    @Test
    void leavesTheChoiceToEachServiceUnderALimitAlone() {
        String one = "{\"allocation_requests\": [{\"allocations\": {\"a\": {}}}], \"provider_summaries\": {}}";
        String other = "{\"allocation_requests\": [{\"allocations\": {\"b\": {}}}], \"provider_summaries\": {}}";
        String two = "{\"allocation_requests\": [{\"x\": 1}, {\"x\": 2}], \"provider_summaries\": {}}";
        assertThat(compared("GET " + CANDIDATES + "&limit=1", 200, one, 200, other))
                .contains(ReplyDifference.LIMITED);
        assertThat(compared("GET " + CANDIDATES + "&limit=2", 200, one, 200, two))
                .contains(ReplyDifference.BODY);
        assertThat(compared("GET " + CANDIDATES, 200, one, 200, other)).contains(ReplyDifference.BODY);
    }

    @Test
    void knowsThatPlacementMissesCandidatesOfProvidersThatShare() {
        String berth = """
                {"allocation_requests": [{"allocations": {"a": {"resources": {"DISK_GB": 1}}}},
                                         {"allocations": {"b": {"resources": {"DISK_GB": 1}}}}],
                 "provider_summaries": {"a": {"traits": ["%s"]}, "b": {"traits": []}}}
                """;
        String placement = """
                {"allocation_requests": [{"allocations": {"b": {"resources": {"DISK_GB": 1}}}}]}
                """;
        assertThat(compared("GET " + CANDIDATES, 200, placement, 200, berth.formatted("MISC_SHARES_VIA_AGGREGATE")))
                .contains(ReplyDifference.SHARED_ANCHOR);
        assertThat(compared("GET " + CANDIDATES, 200, placement, 200, berth.formatted("HW_CPU_X86_AVX")))
                .contains(ReplyDifference.BODY);
    }

    @Test
    void knowsThatPlacementSpoilsAmountsOfProvidersThatShare() {
        String call = "GET /allocation_candidates?resources=DISK_GB:4&resources2=DISK_GB%3A6&group_policy=isolate";
        String candidate = """
                {"allocation_requests": [{"allocations": {"a": {"resources": {"DISK_GB": %d}}}}]}
                """;
        assertThat(compared(call, 200, candidate.formatted(16), 200, candidate.formatted(10)))
                .contains(ReplyDifference.SPOILT_AMOUNTS);
        assertThat(compared(call, 200, candidate.formatted(9), 200, candidate.formatted(10)))
                .contains(ReplyDifference.BODY);
    }

    @Test
    void namesTheFirstPlaceThatDiffers() {
        assertThat(FirstDifference.of(
                        reply(200, "{\"a\": {\"b\": 1, \"c\": [1, 2]}}"),
                        reply(200, "{\"a\": {\"b\": 1, \"c\": [1, 3]}}")))
                .isEqualTo("/a/c/1: 2 at the Placement, 3 at Berth");
        assertThat(FirstDifference.of(reply(200, "{\"a\": 1}"), reply(200, "{}")))
                .isEqualTo("/a: 1 at the Placement, nothing at Berth");
    }

    @Test
    void comparesWhatIsNoJsonAndWhatIsTooLargeForANumber() {
        assertThat(compared("GET /", 400, "<html> no</html>", 400, "<html>\n  no</html>"))
                .isEmpty();
        assertThat(compared("GET /resource_providers", 200, "{\"a\": 1e999}", 200, "{\"a\": 1e999}"))
                .isEmpty();
        assertThat(compared("GET /resource_providers", 200, "{broken", 200, "{broken"))
                .isEmpty();
    }
}

package dev.berth.ledger.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.CandidateRequest.GroupPolicy;
import dev.berth.ledger.candidate.request.CandidateRequest.Nesting;
import dev.berth.ledger.candidate.result.Candidate;
import dev.berth.ledger.candidate.result.Candidates;
import dev.berth.ledger.candidate.result.ProviderCursor;
import dev.berth.ledger.candidate.search.CandidateSearch;
import dev.berth.ledger.forest.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * The search against the real Placement service on random regions and requests. It needs the service's address and
 * empties it: {@code -Dberth.peer=http://127.0.0.1:8779}, with {@code -Dberth.peer.regions=}, {@code
 * -Dberth.peer.queries=} for each of them and {@code -Dberth.peer.seed=} for how much and which.
 */
class PlacementPeerTest {
    private static final int AT_A_TIME = 8;

    private int compared;
    private int filled;
    private int spoilt;
    private int broken;
    private int lost;

    @Test
    void findsWhatPlacementFinds() {
        String url = System.getProperty("berth.peer");
        assumeTrue(url != null, "no Placement service was named by -Dberth.peer");
        PlacementPeer peer = new PlacementPeer(url);
        long seed = Long.getLong("berth.peer.seed", 1);
        int regions = Integer.getInteger("berth.peer.regions", 20);
        int queries = Integer.getInteger("berth.peer.queries", 200);
        for (long at = seed; at < seed + regions; at++) {
            RandomRequests random = new RandomRequests(at);
            String text = random.region();
            TestingRegion region = TestingRegion.of(text);
            peer.load(region);
            List<Asked> all = new ArrayList<>();
            for (int query = 0; query < queries; query++) {
                Nesting nesting = query % 5 == 0 ? Nesting.BLIND : Nesting.AWARE;
                all.add(new Asked(random.query(nesting), nesting));
            }
            ask(peer, region, all);
            for (Asked asked : all) {
                compare(region, asked, "seed " + at + "\n" + text);
            }
            System.out.printf(
                    "seed %d: %d answers equal (%d not empty), %d without candidates that the service loses, "
                            + "%d left out because it spoils their amounts, %d because it answered 500%n",
                    at, compared, filled, lost, spoilt, broken);
        }
    }

    /** A query and what the service makes of it. */
    private static final class Asked {
        private final String query;
        private final Nesting nesting;
        private PlacementPeer.Answer answer;

        Asked(String query, Nesting nesting) {
            this.query = query;
            this.nesting = nesting;
        }
    }

    /** Some at a time, so that all processes of the service have something to do. */
    private static void ask(PlacementPeer peer, TestingRegion region, List<Asked> all) {
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            List<Future<?>> open = new ArrayList<>();
            for (Asked asked : all) {
                open.add(threads.submit(() -> {
                    asked.answer = peer.candidates(
                            TestingQuery.forApi(asked.query, region::id),
                            asked.nesting == Nesting.BLIND ? "1.28" : "1.39");
                }));
            }
            for (Future<?> one : open) {
                one.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdown();
        }
    }

    private void compare(TestingRegion region, Asked asked, String text) {
        String query = asked.query;
        Nesting nesting = asked.nesting;
        PlacementPeer.Answer answer = asked.answer;
        CandidateRequest request = TestingQuery.read(query, nesting, region::id);
        if (isSpoiltByPlacement(request)) {
            spoilt++;
            return;
        }
        if (answer.status() == 500) {
            broken++;
            return;
        }
        Candidates found = CandidateSearch.search(region.view(), request);
        String described = text + query + " " + nesting;
        List<String> ours = shown(found, region, nesting, candidate -> true);
        List<String> theirs = shown(answer.body(), region);
        if (!ours.equals(theirs)) {
            List<String> unlosable =
                    shown(found, region, nesting, candidate -> !mayBeLostByPlacement(candidate, request, region));
            assertThat(without(theirs, ours))
                    .as("what only Placement found: " + described)
                    .isEmpty();
            assertThat(without(unlosable, theirs))
                    .as("what Placement did not find: " + described)
                    .isEmpty();
            lost++;
            return;
        }
        assertThat(summaries(found, region, request))
                .as("summaries of " + described)
                .isEqualTo(summaries(answer.body(), region));
        compared++;
        filled += theirs.isEmpty() ? 0 : 1;
    }

    /**
     * Whether the service may add up amounts in place and so spoil later candidates of the same answer: it copies them
     * only if the policy is "none", though under "isolate" the unsuffixed group still shares providers with the others.
     */
    private static boolean isSpoiltByPlacement(CandidateRequest request) {
        return request.policy() == GroupPolicy.ISOLATE
                && request.groups().stream()
                        .filter(group -> !group.isSuffixed())
                        .flatMap(group -> group.resources().keySet().stream())
                        .anyMatch(name -> request.groups().stream()
                                .anyMatch(group ->
                                        group.isSuffixed() && group.resources().containsKey(name)));
    }

    /** What is in the first list and not in the second, each as often as it is there more. */
    private static List<String> without(List<String> some, List<String> others) {
        List<String> rest = new ArrayList<>(some);
        others.forEach(rest::remove);
        return rest;
    }

    /**
     * Whether the service may lose the candidate: ways to serve the unsuffixed group are alike to it if they take the
     * same, so where all of it is shared with several trees, it combines it with the other groups in one tree only, no
     * matter which.
     */
    private static boolean mayBeLostByPlacement(Candidate candidate, CandidateRequest request, TestingRegion region) {
        return request.groups().size() > 1
                && candidate.mappings().stream()
                        .filter(mapping -> mapping.suffix().isEmpty())
                        .anyMatch(mapping -> mapping.providers().stream()
                                .allMatch(provider -> region.view()
                                        .provider(provider)
                                        .orElseThrow()
                                        .traits()
                                        .contains(Trait.of("MISC_SHARES_VIA_AGGREGATE"))));
    }

    private static List<String> shown(
            Candidates found, TestingRegion region, Nesting nesting, Predicate<Candidate> which) {
        return found.candidates().stream()
                .filter(which)
                .map(candidate -> shown(candidate, region, nesting))
                .sorted()
                .toList();
    }

    private static String shown(Candidate candidate, TestingRegion region, Nesting nesting) {
        String text = Shown.of(candidate, region::name);
        // Mappings are shown since 1.34.
        return nesting == Nesting.AWARE ? text : text.substring(0, text.indexOf(" -> "));
    }

    private static List<String> shown(JsonNode body, TestingRegion region) {
        List<String> shown = new ArrayList<>();
        for (JsonNode candidate : body.get("allocation_requests")) {
            TreeMap<String, Map<String, Long>> shares = new TreeMap<>();
            candidate.get("allocations").properties().forEach(share -> {
                TreeMap<String, Long> amounts = new TreeMap<>();
                share.getValue()
                        .get("resources")
                        .properties()
                        .forEach(amount ->
                                amounts.put(amount.getKey(), amount.getValue().asLong()));
                shares.put(name(region, share.getKey()), amounts);
            });
            String text = "{"
                    + String.join(
                            ", ",
                            shares.entrySet().stream()
                                    .map(share -> share.getKey() + "="
                                            + share.getValue()
                                                    .toString()
                                                    .replace('{', '[')
                                                    .replace('}', ']'))
                                    .toList())
                    + "}";
            if (candidate.has("mappings")) {
                TreeMap<String, Set<String>> mappings = new TreeMap<>();
                candidate
                        .get("mappings")
                        .properties()
                        .forEach(mapping -> mapping.getValue()
                                .forEach(id -> mappings.computeIfAbsent(mapping.getKey(), none -> new TreeSet<>())
                                        .add(name(region, id.asText()))));
                text += " -> " + mappings;
            }
            shown.add(text);
        }
        shown.sort(String::compareTo);
        return shown;
    }

    private static String name(TestingRegion region, String id) {
        return region.name(ProviderId.of(id));
    }

    private static Map<String, String> summaries(Candidates found, TestingRegion region, CandidateRequest request) {
        TreeMap<String, String> summaries = new TreeMap<>();
        for (ProviderCursor providers = found.providers(); providers.next(); ) {
            Tree tree = providers.tree();
            int member = providers.member();
            TreeMap<String, String> stocks = new TreeMap<>();
            int row = tree.firstRow(member);
            for (ResourceClass resourceClass : tree.inventories(member).keySet()) {
                long used = tree.capacity(row) - tree.free(row);
                stocks.put(resourceClass.name(), used + "/" + tree.capacity(row));
                row++;
            }
            String name = region.name(tree.id(member));
            String parent = tree.parentId(member).map(region::name).orElse("none");
            String place =
                    request.nesting() == Nesting.AWARE ? " below " + parent + " in " + region.name(tree.root()) : "";
            String before = summaries.put(name, stocks + " " + tree.traits(member) + place);
            assertThat(before).as("a second summary of " + name).isNull();
        }
        return summaries;
    }

    private static Map<String, String> summaries(JsonNode body, TestingRegion region) {
        TreeMap<String, String> summaries = new TreeMap<>();
        body.get("provider_summaries").properties().forEach(entry -> {
            JsonNode summary = entry.getValue();
            TreeMap<String, String> stocks = new TreeMap<>();
            summary.get("resources")
                    .properties()
                    .forEach(stock -> stocks.put(
                            stock.getKey(),
                            stock.getValue().get("used").asLong() + "/"
                                    + stock.getValue().get("capacity").asLong()));
            Set<String> traits = new TreeSet<>();
            summary.get("traits").forEach(trait -> traits.add(trait.asText()));
            String place = "";
            if (summary.has("root_provider_uuid")) {
                JsonNode parent = summary.get("parent_provider_uuid");
                place = " below " + (parent.isNull() ? "none" : name(region, parent.asText())) + " in "
                        + name(region, summary.get("root_provider_uuid").asText());
            }
            summaries.put(name(region, entry.getKey()), stocks + " " + traits + place);
        });
        return summaries;
    }
}

package dev.berth.ledger.candidate.result;

import dev.berth.ledger.candidate.request.CandidateRequest.Nesting;
import dev.berth.ledger.candidate.request.Demands;
import dev.berth.ledger.forest.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The candidates of an answer in a few columns: for each the tree that anchors it and, by demand, the provider that
 * serves it. A search adds to it; then it becomes {@link Candidates} and is not changed any more. Not thread-safe while
 * it grows.
 */
public final class CandidateTable {
    private static final int SIZE_INITIAL = 16;

    /** Some bytes of a candidate with devices, and of each of its requests. */
    private static final long WITH_DEVICES_BYTES = 1024;

    private static final long REQUEST_BYTES = 512;

    private final Demands demands;
    private final int width;
    private final int most;
    private Tree[] anchors;

    /**
     * By candidate and demand, the member that serves the demand. If the provider serves an earlier demand of the
     * candidate too, the first of these demands instead, inverted.
     */
    private int[] servers;

    /** By candidate and demand, the tree of the member if it is not the anchor; empty as long as all are of anchors. */
    private Tree[] otherTrees = new Tree[0];

    private int size;
    private long bytesWithDevices;

    /** The candidates with their devices; empty if no devices are asked for. */
    private final List<Candidate> withDevices = new ArrayList<>(0);

    private final SummarizedTrees summarized;

    /** @param most how many candidates it will have at most, 1 or more; it never takes the memory of more */
    public CandidateTable(Demands demands, int most) {
        this.demands = demands;
        this.width = demands.size();
        this.most = most;
        this.anchors = new Tree[Math.min(SIZE_INITIAL, most)];
        this.servers = new int[anchors.length * width];
        this.summarized = new SummarizedTrees(demands.request().nesting() == Nesting.BLIND);
    }

    /** Adds a candidate, whose demands are then to be {@link #serve served} in order. */
    public void add(Tree anchor) {
        if (size == anchors.length) {
            anchors = Arrays.copyOf(anchors, Math.min(4 * size, most));
            servers = Arrays.copyOf(servers, anchors.length * width);
        }
        anchors[size++] = anchor;
    }

    /** Notes the member of a tree that serves a demand of the candidate that was added last. */
    public void serve(int demand, Tree tree, int member) {
        int at = (size - 1) * width + demand;
        servers[at] = member;
        if (tree != anchors[size - 1]) {
            if (otherTrees.length <= at) {
                otherTrees = Arrays.copyOf(otherTrees, servers.length);
            }
            otherTrees[at] = tree;
        }
    }

    /** Notes that a demand of the candidate that was added last is served by the provider of an earlier demand. */
    public void serveByProviderOf(int demand, int first) {
        servers[(size - 1) * width + demand] = ~first;
    }

    /** Adds a candidate of which the root of the anchoring tree serves every demand. */
    public void addRoot(Tree anchor) {
        add(anchor);
        // The first demand has member 0, as in any row that was not written yet.
        for (int demand = 1; demand < width; demand++) {
            serveByProviderOf(demand, 0);
        }
    }

    /** Adds the next candidate with its devices; either all candidates have some, or none. */
    public void addWithDevices(Candidate candidate) {
        withDevices.add(candidate);
        bytesWithDevices += WITH_DEVICES_BYTES
                + REQUEST_BYTES * candidate.devices().orElseThrow().requests().size();
    }

    /** Adds the tree to the summaries of the answer; for clients before 1.29 only the member. */
    public void summarize(Tree tree, int member) {
        summarized.add(tree, member);
    }

    public int size() {
        return size;
    }

    /** About how much memory it takes, without the trees: these belong to the region. */
    long bytes() {
        return (long) Integer.BYTES * (anchors.length + servers.length + otherTrees.length) + bytesWithDevices;
    }

    Demands demands() {
        return demands;
    }

    List<Candidate> withDevices() {
        return withDevices;
    }

    SummarizedTrees summarized() {
        return summarized;
    }

    Tree anchor(int candidate) {
        return anchors[candidate];
    }

    /** The first demand of the candidate that has the same provider as this demand: itself, or an earlier one. */
    int firstOfSameProvider(int candidate, int demand) {
        int server = servers[candidate * width + demand];
        return server < 0 ? ~server : demand;
    }

    /** The tree of the provider that serves a demand, which must be the first that it serves. */
    Tree tree(int candidate, int demand) {
        int at = candidate * width + demand;
        return at < otherTrees.length && otherTrees[at] != null ? otherTrees[at] : anchors[candidate];
    }

    /** Which member of its tree serves a demand, which must be the first that it serves. */
    int member(int candidate, int demand) {
        return servers[candidate * width + demand];
    }

    /** Whether members of the same numbers of its anchor serve the candidate in the same way as the one before. */
    boolean isLikeBefore(int candidate) {
        if (candidate == 0 || otherTrees.length > 0) {
            return false;
        }
        int from = candidate * width;
        for (int at = from; at < from + width; at++) {
            if (servers[at] != servers[at - width]) {
                return false;
            }
        }
        return true;
    }
}

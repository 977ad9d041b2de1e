package dev.berth.ledger.forest;

import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Trait;
import io.vavr.collection.TreeSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All trees of a region in order of their roots, in {@link Stand}s of up to 64. A claim replaces one tree and its
 * stand: about a microsecond. The order depends on what the region has, not on how it came to have it. Immutable.
 */
public final class Forest {
    public static final Forest EMPTY = new Forest(new Stand[0], Symbols.NONE, TreeSet.empty());

    private static final Trait SHARES = Trait.of("MISC_SHARES_VIA_AGGREGATE");

    /** None of them is empty. */
    private final Stand[] stands;

    private final Symbols symbols;
    private final TreeSet<ProviderId> sharingRoots;

    private Forest(Stand[] stands, Symbols symbols, TreeSet<ProviderId> sharingRoots) {
        this.stands = stands;
        this.symbols = symbols;
        this.sharingRoots = sharingRoots;
    }

    public Symbols symbols() {
        return symbols;
    }

    /** How many stands there are. */
    public int size() {
        return stands.length;
    }

    /** How many trees there are. */
    public int trees() {
        return Arrays.stream(stands).mapToInt(Stand::size).sum();
    }

    public Stand stand(int at) {
        return stands[at];
    }

    /** The tree with this root. */
    public Optional<Tree> tree(ProviderId root) {
        int at = standOf(root);
        int bit = at < 0 ? -1 : stands[at].find(root);
        return bit < 0 ? Optional.empty() : Optional.of(stands[at].tree(bit));
    }

    /** Whether the member shares what it has with the trees that have a provider in one of its aggregates. */
    public static boolean shares(Tree tree, int member) {
        return tree.traits(member).contains(SHARES);
    }

    /** The trees that have a provider which {@link #shares}, in order. */
    public List<Tree> sharing() {
        List<Tree> trees = new ArrayList<>();
        sharingRoots.forEach(root -> trees.add(tree(root).orElseThrow()));
        return trees;
    }

    /**
     * This forest with a tree in it, in place of the one with its root if there is one.
     *
     * @param members all providers of the tree, the root first, each before what is below it, siblings by id
     */
    public Forest with(List<Provider> members, Tree.Room room) {
        Symbols known = symbols;
        for (Provider member : members) {
            known = known.with(member);
        }
        Tree tree = Tree.of(members, room, known);
        boolean shares = members.stream().anyMatch(member -> member.traits().contains(SHARES));
        return new Forest(
                planted(tree), known, shares ? sharingRoots.add(tree.root()) : sharingRoots.remove(tree.root()));
    }

    /** This forest with what can be had of some providers read again; it must have the trees of these roots. */
    public Forest withRoom(Map<ProviderId, List<ProviderId>> providersByRoot, Tree.Room room) {
        Stand[] replaced = stands.clone();
        providersByRoot.forEach((root, providers) -> {
            int at = standOf(root);
            int bit = at < 0 ? -1 : replaced[at].find(root);
            if (bit < 0) {
                throw new IllegalStateException("expected a tree of " + root + " but there is none");
            }
            replaced[at] = replaced[at].replaced(bit, replaced[at].tree(bit).withRoom(providers, room));
        });
        return new Forest(replaced, symbols, sharingRoots);
    }

    /** This forest without the tree of the root, which must be in it. */
    public Forest without(ProviderId root) {
        int at = standOf(root);
        Stand rest = stands[at].removed(stands[at].find(root));
        return new Forest(rest.size() == 0 ? spliced(at) : spliced(at, rest), symbols, sharingRoots.remove(root));
    }

    private Stand[] planted(Tree fresh) {
        if (stands.length == 0) {
            return new Stand[] {Stand.of(fresh)};
        }
        int at = Math.max(standOf(fresh.root()), 0);
        Stand stand = stands[at];
        Tree tree = stand.alike(fresh);
        int bit = stand.find(tree.root());
        if (bit >= 0) {
            Stand[] replaced = stands.clone();
            replaced[at] = stand.replaced(bit, tree);
            return replaced;
        }
        int place = -bit - 1;
        if (stand.size() < Stand.MOST_TREES) {
            return spliced(at, stand.inserted(place, tree));
        }
        // Trees that come in order fill their stands; others find room in the halves.
        int cut = place == stand.size() ? stand.size() : stand.size() / 2;
        Stand lower = stand.from(0, cut);
        Stand upper = stand.from(cut, stand.size());
        return place < cut || cut < stand.size() && place == cut
                ? spliced(at, lower.inserted(place, tree), upper)
                : spliced(at, lower, upper.inserted(place - cut, tree));
    }

    /** The stand in which the root is or would be: the last that begins no later; -1 if it would be before all. */
    public int standOf(ProviderId root) {
        int low = 0;
        int high = stands.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (stands[middle].first().compareTo(root) <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    private Stand[] spliced(int at, Stand... instead) {
        Stand[] spliced = Arrays.copyOf(stands, stands.length - 1 + instead.length);
        System.arraycopy(instead, 0, spliced, at, instead.length);
        System.arraycopy(stands, at + 1, spliced, at + instead.length, stands.length - at - 1);
        return spliced;
    }
}

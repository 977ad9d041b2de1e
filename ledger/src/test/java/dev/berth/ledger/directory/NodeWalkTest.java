package dev.berth.ledger.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** How far a walk goes, and that it says where it went no further. */
final class NodeWalkTest {
    private final List<String> visited = new ArrayList<>();

    @Test
    void saysWhatItLeftOutBecauseItIsTooDeep() {
        StateNode root = chain(4, UnaryOperator.identity());

        assertThat(NodeWalk.below(found(root), 2, true, this::visit)).hasToString("Optional[/n/n]");
        assertThat(visited).containsExactly("1 /n", "2 /n/n");
        assertThat(NodeWalk.below(found(root), 4, true, this::visit)).isEmpty();
    }

    @Test
    void leavesNothingOutThatIsPassedOverAnyway() {
        StateNode root = chain(2, StateNode::asIndex);

        assertThat(NodeWalk.below(found(root), 1, true, this::visit)).isEmpty();
        assertThat(NodeWalk.below(found(root), 1, false, this::visit)).hasToString("Optional[/n]");
    }

    /** @param last what becomes of the node at the end */
    private static StateNode chain(int length, UnaryOperator<StateNode> last) {
        StateNode node = last.apply(StateNode.leaf(ImmutableSortedMap::of));
        for (int i = 0; i < length; i++) {
            StateNode child = node;
            node = StateNode.directory(NamedNodes.of(ImmutableSortedMap.of("n", () -> child)));
        }
        return node;
    }

    private static NodePath.LocatedNode found(StateNode root) {
        return NodePath.ROOT.in(root).orElseThrow();
    }

    private void visit(int depth, NodePath.LocatedNode found) {
        visited.add(depth + " " + found.path());
    }
}

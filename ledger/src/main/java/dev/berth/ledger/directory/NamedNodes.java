package dev.berth.ledger.directory;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What a directory holds. */
public interface NamedNodes {
    /** Of a place that is no directory. */
    NamedNodes NONE = of(ImmutableSortedMap.of());

    /** All of them in the order of their names, made one by one as they are read. */
    Stream<NamedNode> all();

    /**
     * The one under the name, or under another that leads to it.
     *
     * @param typed as {@link PathName} writes names, but for ids, whose letters may be of any case
     */
    Optional<NamedNode> find(String typed);

    /** A few that are there in any state. */
    static NamedNodes of(ImmutableSortedMap<String, Supplier<StateNode>> made) {
        return new NamedNodes() {
            @Override
            public Stream<NamedNode> all() {
                return made.entrySet().stream().map(each -> NamedNode.of(each.getKey(), each.getValue()));
            }

            @Override
            public Optional<NamedNode> find(String typed) {
                return Optional.ofNullable(made.get(typed)).map(node -> NamedNode.of(typed, node));
            }
        };
    }

    /**
     * Those of some ids.
     *
     * @param ids all of them, in the order of their names
     * @param parse the id that a typed name means, whether or not it is among them
     * @param named what is there under an id; empty if nothing is
     */
    static <K> NamedNodes of(
            Supplier<Stream<K>> ids, Function<String, Optional<K>> parse, Function<K, Optional<NamedNode>> named) {
        return new NamedNodes() {
            @Override
            public Stream<NamedNode> all() {
                return ids.get().flatMap(id -> named.apply(id).stream());
            }

            @Override
            public Optional<NamedNode> find(String typed) {
                return parse.apply(typed).flatMap(named);
            }
        };
    }

    /** Those of some texts, whose order as names is another than as texts. */
    static NamedNodes ofTexts(Supplier<Stream<String>> texts, Function<String, Optional<NamedNode>> named) {
        NamedNodes unordered = of(texts, PathName::decode, named);
        return new NamedNodes() {
            @Override
            public Stream<NamedNode> all() {
                return unordered.all().sorted(Comparator.comparing(NamedNode::name));
            }

            @Override
            public Optional<NamedNode> find(String typed) {
                return unordered.find(typed);
            }
        };
    }
}

package dev.berth.ledger.candidate.search;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.forest.TreeBlock;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * One condition that a provider must meet: its rule, which searches and explanations both use, and its words. All that
 * a {@link Need} asks is in its constraints; {@link Constraints} has all kinds but those about devices. Immutable once
 * it is made.
 */
public final class Constraint {
    /** What the answer depends on beside the structure of the tree: searches ask again only where it may differ. */
    enum Basis {
        STRUCTURE,
        AGGREGATES,
        /** Which tree it is, and which of its devices are free. */
        TREE,
        /**
         * What is free. A search asks it only of members that all constraints on the structure hold for, and in its
         * fast form, {@code NeedMatches.hasRoom}: both ask {@link Tree#hasRoomFor}.
         */
        ROOM,
        /** It holds wherever another constraint of the same need holds, so searches do not ask it. */
        IMPLIED
    }

    /** Whether it holds for a member of a tree. */
    @FunctionalInterface
    interface Rule {
        boolean holds(Tree tree, int member);
    }

    /** What a member of a tree lacks. */
    @FunctionalInterface
    interface LackText {
        String of(Tree tree, int member);
    }

    private final Basis basis;
    private final Reason reason;
    private final Supplier<String> text;
    private final Rule rule;
    private final LackText lack;
    private Rule ruleFromOutside;
    private Predicate<Tree> admission = anchor -> true;
    private Optional<ToLongFunction<TreeBlock>> indexFilter = Optional.empty();
    private Optional<ResourceClass> resourceClass = Optional.empty();

    /**
     * @param text what is true where it holds, as the end of "providers that ..."
     * @param lack what is lacking on a member for which it does not hold
     */
    Constraint(Basis basis, Reason reason, Supplier<String> text, Rule rule, LackText lack) {
        this.basis = basis;
        this.reason = reason;
        this.text = text;
        this.rule = rule;
        this.lack = lack;
        this.ruleFromOutside = rule;
    }

    /** With another rule for providers that share what they have with trees that they are not in. */
    Constraint fromOutside(Rule another) {
        ruleFromOutside = another;
        return this;
    }

    /** With a condition on the anchoring tree for providers from outside. */
    Constraint admittedBy(Predicate<Tree> anchor) {
        admission = anchor;
        return this;
    }

    /** With an index of the trees that may have a member for which it holds; it leaves out no tree that has one. */
    Constraint filteredBy(ToLongFunction<TreeBlock> trees) {
        indexFilter = Optional.of(trees);
        return this;
    }

    /** With the class of which there must be enough. */
    Constraint about(ResourceClass name) {
        resourceClass = Optional.of(name);
        return this;
    }

    Basis basis() {
        return basis;
    }

    /**
     * Whether the answer is the same for all trees of a structure, also for a provider that shares with trees that it
     * is not in.
     */
    public boolean isStructural() {
        return basis == Basis.STRUCTURE;
    }

    Optional<ToLongFunction<TreeBlock>> indexFilter() {
        return indexFilter;
    }

    /** What is lacking where it does not hold. */
    public Reason reason() {
        return reason;
    }

    /** What is true where it holds, as the end of "providers that ...". */
    public String text() {
        return text.get();
    }

    /** The class of which there must be enough; empty if it is about something else. */
    public Optional<ResourceClass> resourceClass() {
        return resourceClass;
    }

    /** Whether it holds for a member of the anchoring tree. */
    public boolean holds(Tree tree, int member) {
        return rule.holds(tree, member);
    }

    /** Whether it holds for a provider that shares with trees that it is not in, if those {@link #admits admit} it. */
    public boolean holdsFromOutside(Tree tree, int member) {
        return ruleFromOutside.holds(tree, member);
    }

    /** Whether an anchoring tree lets it hold for a provider from outside. */
    boolean admits(Tree anchor) {
        return admission.test(anchor);
    }

    /** What is lacking on a member for which it does not hold. */
    public String lackOn(Tree tree, int member) {
        return lack.of(tree, member);
    }

    /** Names of which one is enough, in words. */
    public static String anyOf(ImmutableSortedSet<?> names) {
        return names.stream().map(Object::toString).collect(Collectors.joining(" or "));
    }
}

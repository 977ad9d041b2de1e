package dev.berth.api.policy;

import dev.berth.events.model.MalformedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Looks at rules that refer to each other: for circles, for how much asking one may cost, and for names of nothing. */
final class RuleAudit {
    private static final int DEPTH_MAX = 200;
    private static final int CHECKS_MAX = 10_000;

    private final Map<String, Check> rules;
    private final Map<String, Size> known = new HashMap<>();
    private final Set<String> underWay = new HashSet<>();
    private final Set<String> undefined = new TreeSet<>();
    private final Set<String> unknown = new TreeSet<>();

    /** What asking a rule may come to, with all that it refers to. */
    private record Size(int checks, int depth) {}

    /** @throws MalformedException if a rule refers to itself, or there is too much to ask */
    RuleAudit(Map<String, Check> rules) {
        this.rules = rules;
        for (String name : new TreeSet<>(rules.keySet())) {
            of(name, 0);
        }
    }

    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!undefined.isEmpty()) {
            warnings.add("Policies " + undefined + " reference a rule that is not defined; it is never true.");
        }
        if (!unknown.isEmpty()) {
            warnings.add("No caller has attributes with the names " + unknown + "; checks of them are never true.");
        }
        return warnings;
    }

    private Size of(String name, int depth) {
        Size size = known.get(name);
        if (size != null) {
            return size;
        }
        if (!underWay.add(name)) {
            throw new MalformedException("Policies " + new TreeSet<>(underWay) + " are part of a cyclical reference.");
        }
        size = of(name, rules.get(name), depth + 1);
        if (size.checks() > CHECKS_MAX || size.depth() > DEPTH_MAX) {
            throw tooLarge(name);
        }
        underWay.remove(name);
        known.put(name, size);
        return size;
    }

    private Size of(String name, Check check, int depth) {
        if (depth > DEPTH_MAX) {
            throw tooLarge(name);
        }
        if (check instanceof Check.Unknown attribute) {
            unknown.add(attribute.attribute());
        }
        if (check instanceof Check.Rule reference) {
            return referred(name, reference, depth);
        }
        long checks = 1;
        int below = 0;
        for (Check part : check.parts()) {
            Size size = of(name, part, depth + 1);
            checks += size.checks();
            below = Math.max(below, size.depth());
        }
        return new Size((int) Math.min(checks, CHECKS_MAX + 1), below + 1);
    }

    private Size referred(String name, Check.Rule reference, int depth) {
        boolean isDefined = rules.containsKey(reference.name());
        Check rule = reference.in(rules);
        if (rule == null) {
            undefined.add(name);
            return new Size(1, 1);
        }
        Size size = of(isDefined ? reference.name() : Check.Rule.DEFAULT, depth + 1);
        return new Size(size.checks() + 1, size.depth() + 1);
    }

    private static MalformedException tooLarge(String name) {
        return new MalformedException("rule " + name + ": expected at most " + DEPTH_MAX + " levels and " + CHECKS_MAX
                + " checks with all that it refers to");
    }
}

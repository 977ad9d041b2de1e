package dev.berth.api.policy;

import dev.berth.api.auth.Caller;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Who may do what: a rule for each name of an action. Immutable; any thread may ask it. */
public final class Policy {
    /** As Placement 8.0.0 and Berth ship it. */
    public static final Policy DEFAULT = of(PolicySettings.PLACEMENT, Map.of());

    /** Anybody who is known may do everything; for trials. */
    public static final Policy OPEN = open();

    private final PolicySettings settings;
    private final Map<String, RuleDefault> defaults;
    private final Map<String, Check> rules;
    private final Map<String, Check> rulesWithoutAgents;
    private final List<String> warnings;

    private Policy(
            PolicySettings settings,
            Map<String, RuleDefault> defaults,
            Map<String, Check> rules,
            List<String> warnings) {
        this.settings = settings;
        this.defaults = defaults;
        this.rules = rules;
        this.rulesWithoutAgents = new HashMap<>(rules);
        rulesWithoutAgents.put(BerthRules.AGENT_API, Check.Constant.NOBODY);
        this.warnings = warnings;
    }

    /**
     * The defaults, with what a file says instead.
     *
     * @throws dev.berth.events.model.MalformedException if rules refer to each other in a circle, or are too large
     */
    static Policy of(PolicySettings settings, Map<String, Check> file) {
        Map<String, RuleDefault> defaults = defaults(settings);
        Map<String, Check> rules = new HashMap<>(file);
        for (RuleDefault rule : defaults.values()) {
            if (!file.containsKey(rule.name())) {
                rules.put(rule.name(), inForce(rule, settings, file));
            }
        }
        RuleAudit audit = new RuleAudit(rules);
        List<String> warnings = new ArrayList<>(audit.warnings());
        for (String name : new TreeSet<>(file.keySet())) {
            if (isAction(name) && !defaults.containsKey(name)) {
                warnings.add("There is no action " + name + ", so its rule is used only where another names it.");
            }
        }
        return new Policy(settings, defaults, rules, List.copyOf(warnings));
    }

    private static Map<String, RuleDefault> defaults(PolicySettings settings) {
        Map<String, RuleDefault> defaults = new LinkedHashMap<>();
        Stream.concat(PlacementRules.all().stream(), BerthRules.all(settings.regionsCreate()).stream())
                .forEach(rule -> defaults.put(rule.name(), rule));
        return defaults;
    }

    /**
     * The check of a rule that the file does not mention. Where the file has the rule by its older name, that is what
     * the operator meant, unless it only passes on to the new one.
     */
    private static Check inForce(RuleDefault rule, PolicySettings settings, Map<String, Check> file) {
        Check check = CheckParser.text(rule.check());
        if (rule.before().isEmpty()) {
            return check;
        }
        RuleDefault.Before before = rule.before().get();
        Check overridden = file.get(before.name());
        if (overridden != null
                && !before.name().equals(rule.name())
                && !overridden.equals(new Check.Rule(rule.name()))) {
            return overridden;
        }
        return settings.isOldDefaultGone() || before.check().equals(rule.check())
                ? check
                : new Check.Any(List.of(check, CheckParser.text(before.check())));
    }

    private static boolean isAction(String name) {
        return name.startsWith("placement:") || name.startsWith("berth:");
    }

    private static Policy open() {
        Map<String, Check> all = new HashMap<>();
        defaults(PolicySettings.PLACEMENT).keySet().forEach(name -> all.put(name, Check.Constant.EVERYBODY));
        return of(PolicySettings.PLACEMENT, all);
    }

    /**
     * Whether a caller may do something.
     *
     * @param action a name that has a default rule; it is a fault to ask for another
     */
    public boolean permits(Caller caller, String action, Target target) {
        return refusal(caller, action, target).isEmpty();
    }

    /**
     * What a caller is told who may not do something, in Placement's words; empty if it may.
     *
     * @param action a name that has a default rule; it is a fault to ask for another
     */
    public Optional<String> refusal(Caller caller, String action, Target target) {
        RuleDefault rule = defaults.get(action);
        if (rule == null) {
            throw new IllegalStateException("expected a default rule of " + action + " but there is none");
        }
        if (!isInScope(caller, rule)) {
            // Placement says no more than the name.
            return Optional.of(action);
        }
        return rules.get(action).permits(caller, target, rules)
                ? Optional.empty()
                : Optional.of("Policy does not allow " + action + " to be performed.");
    }

    /**
     * Whether a caller may do something to any host. What the rule of agents and their role let it do does not count:
     * that is for its own host alone.
     *
     * @param action a name that has a default rule; it is a fault to ask for another
     */
    public boolean permitsForAnyHost(Caller caller, String action) {
        Target target = Target.of(caller);
        return permits(caller, action, target)
                && rulesWithoutAgents
                        .get(action)
                        .permits(caller.withoutRole(BerthRules.AGENT_ROLE), target, rulesWithoutAgents);
    }

    /** The names of all actions that there is a rule for. */
    public List<String> actions() {
        return defaults.keySet().stream().filter(Policy::isAction).toList();
    }

    private boolean isInScope(Caller caller, RuleDefault rule) {
        return !settings.isScopeEnforced()
                || rule.scopes().isEmpty()
                || rule.scopes().contains(Scope.of(caller));
    }

    /** What is doubtful about the rules, a sentence for each; they hold all the same. */
    public List<String> warnings() {
        return warnings;
    }
}

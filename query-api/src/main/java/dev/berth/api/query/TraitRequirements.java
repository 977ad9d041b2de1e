package dev.berth.api.query;

import dev.berth.api.http.QueryString;
import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What {@code required=A,!B} and {@code required=in:C,D} ask for. Whether a trait exists is asked later.
 *
 * @param required of each set at least one trait must be there
 * @param forbidden none of these may be there
 */
public record TraitRequirements(List<Set<String>> required, Set<String> forbidden) {
    /** Anything will do. */
    public static final TraitRequirements NONE = new TraitRequirements(List.of(), Set.of());

    private static final String ANY_PREFIX = "in:";
    private static final String SAID = "Invalid query string parameters: ";

    /** What is asked for twice is asked for once: it is looked for at each provider. */
    public TraitRequirements {
        required = required.stream().distinct().toList();
    }

    /**
     * All parameters of the name together from 1.39; before, only the last counts.
     *
     * @throws dev.berth.api.problem.ProblemException 400 if one is not of the version's form
     */
    public static TraitRequirements of(QueryString query, String name, Microversion version) {
        List<String> values = query.all(name);
        if (!version.has(Feature.ANY_TRAITS) && values.size() > 1) {
            values = values.subList(values.size() - 1, values.size());
        }
        List<Set<String>> required = new ArrayList<>();
        Set<String> forbidden = new TreeSet<>();
        for (String value : values) {
            TraitRequirements one =
                    parse(value, version.has(Feature.FORBIDDEN_TRAITS), version.has(Feature.ANY_TRAITS));
            required.addAll(one.required());
            forbidden.addAll(one.forbidden());
        }
        return new TraitRequirements(required, forbidden);
    }

    /** One parameter, in which traits may be forbidden but not be a choice: {@code root_required} (1.35). */
    public static TraitRequirements withoutChoice(String value) {
        return parse(value, true, false);
    }

    private static TraitRequirements parse(String value, boolean mayForbid, boolean mayChoose) {
        return value.startsWith(ANY_PREFIX) ? parseChoice(value, mayChoose) : parseList(value, mayForbid);
    }

    private static TraitRequirements parseChoice(String value, boolean mayChoose) {
        if (!mayChoose) {
            throw Problem.badRequest(SAID + "The format 'in:HW_CPU_X86_VMX,CUSTOM_MAGIC' only supported since"
                            + " microversion 1.39. Got: " + value)
                    .exception();
        }
        Set<String> choice = new TreeSet<>(names(value.substring(ANY_PREFIX.length())));
        if (choice.contains("")) {
            throw Problem.badRequest(SAID + "Expected 'required' parameter value of the form:"
                            + " in:HW_CPU_X86_VMX,CUSTOM_MAGIC. Got an empty trait in: " + value)
                    .exception();
        }
        if (choice.stream().anyMatch(name -> name.startsWith("!"))) {
            throw Problem.badRequest(SAID + "The format 'in:HW_CPU_X86_VMX,CUSTOM_MAGIC' does not support forbidden"
                            + " traits. Got: " + value)
                    .exception();
        }
        return new TraitRequirements(List.of(choice), Set.of());
    }

    private static TraitRequirements parseList(String value, boolean mayForbid) {
        List<Set<String>> required = new ArrayList<>();
        Set<String> forbidden = new TreeSet<>();
        for (String name : names(value)) {
            // Placement takes any number of exclamation marks for one.
            String bare = name.replaceFirst("^!+", "");
            if (bare.isEmpty()) {
                throw Problem.badRequest(SAID + "Expected 'required' parameter value of the form: HW_CPU_X86_VMX,"
                                + (mayForbid ? "!" : "") + "CUSTOM_MAGIC. Got an empty trait in: " + value)
                        .exception();
            }
            if (name.startsWith("!")) {
                forbidden.add(bare);
            } else {
                required.add(Set.of(name));
            }
        }
        if (!forbidden.isEmpty() && !mayForbid) {
            throw Problem.badRequest(SAID + "Expected 'required' parameter value of the form:"
                            + " HW_CPU_X86_VMX,CUSTOM_MAGIC. Got: " + value)
                    .exception();
        }
        return new TraitRequirements(required, forbidden);
    }

    private static List<String> names(String value) {
        return Arrays.stream(value.split(",", -1)).map(String::strip).collect(Collectors.toList());
    }
}

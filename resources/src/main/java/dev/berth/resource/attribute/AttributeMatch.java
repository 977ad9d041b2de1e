package dev.berth.resource.attribute;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableSet;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.PciRequest;
import dev.berth.resource.StepBudget;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** How attributes asked for meet attributes that are there. */
public final class AttributeMatch {
    private static final ImmutableSet<String> TRUE_WORDS = ImmutableSet.of("1", "t", "true", "on", "y", "yes");
    private static final ImmutableSet<String> FALSE_WORDS = ImmutableSet.of("0", "f", "false", "off", "n", "no");

    /** How many characters are looked at in a step. */
    private static final int CHARACTERS_A_STEP = 32;

    private AttributeMatch() {}

    /** Whether any of the alternatives is met; no alternatives at all are not. */
    public static boolean meetsAny(List<PciAlternative> alternatives, Function<String, AttributeValue> attributes) {
        return meetsAny(alternatives, attributes, StepBudget.unlimited());
    }

    /** The same, and no once the budget is spent. */
    public static boolean meetsAny(
            List<PciAlternative> alternatives, Function<String, AttributeValue> attributes, StepBudget budget) {
        for (PciAlternative alternative : alternatives) {
            if (meets(alternative, attributes, budget)) {
                return true;
            }
        }
        return false;
    }

    /** Whether every attribute of the alternative is met, except those that only the Placement API knows. */
    public static boolean meets(PciAlternative alternative, Function<String, AttributeValue> attributes) {
        return meets(alternative, attributes, StepBudget.unlimited());
    }

    private static boolean meets(
            PciAlternative alternative, Function<String, AttributeValue> attributes, StepBudget budget) {
        for (Map.Entry<String, AttributeValue> wanted : alternative.attributes().entrySet()) {
            if (AttributeNames.PLACEMENT_ONLY.contains(wanted.getKey())) {
                continue;
            }
            AttributeValue actual = attributes.apply(wanted.getKey());
            if (!budget.take(steps(wanted.getValue(), actual)) || !meets(wanted.getValue(), actual)) {
                return false;
            }
        }
        return true;
    }

    /** What it counts for to compare the two. */
    private static long steps(AttributeValue wanted, AttributeValue actual) {
        if (wanted instanceof AttributeValue.Text text && actual instanceof AttributeValue.Text other) {
            return 2 + Math.min(text.value().length(), other.value().length()) / CHARACTERS_A_STEP;
        }
        return wanted instanceof AttributeValue.Many members && actual instanceof AttributeValue.Many others
                ? 2 + (long) members.values().size() * others.values().size()
                : 2;
    }

    /**
     * Text is compared ignoring the case of the letters A to Z, the only one that no version of Unicode changes. A list
     * must contain every member asked for exactly, and everything else must be the same in type and value.
     */
    public static boolean meets(AttributeValue wanted, AttributeValue actual) {
        if (wanted instanceof AttributeValue.Text text && actual instanceof AttributeValue.Text other) {
            return Ascii.equalsIgnoreCase(text.value(), other.value());
        }
        if (wanted instanceof AttributeValue.Many members && actual instanceof AttributeValue.Many others) {
            return others.values().containsAll(members.values());
        }
        return wanted.equals(actual);
    }

    /** Whether the value says yes: true, or one of the words for it in any case. */
    public static boolean isTrue(AttributeValue value) {
        return says(value, true, TRUE_WORDS);
    }

    /** Whether the value says no explicitly. */
    public static boolean isFalse(AttributeValue value) {
        return says(value, false, FALSE_WORDS);
    }

    public static boolean anyAlternative(PciRequest request, String name, Predicate<AttributeValue> condition) {
        for (PciAlternative alternative : request.alternatives()) {
            if (condition.test(alternative.attributes().getOrDefault(name, AttributeValue.NOTHING))) {
                return true;
            }
        }
        return false;
    }

    public static boolean everyAlternative(PciRequest request, String name, Predicate<AttributeValue> condition) {
        return !request.alternatives().isEmpty() && !anyAlternative(request, name, condition.negate());
    }

    private static boolean says(AttributeValue value, boolean flag, Set<String> words) {
        return switch (value.kind()) {
            case FLAG -> ((AttributeValue.Flag) value).value() == flag;
            case TEXT ->
                words.contains(
                        Ascii.toLowerCase(((AttributeValue.Text) value).value().trim()));
            case WHOLE -> words.contains(value.toString());
            case DECIMAL, LIST, NOTHING -> false;
        };
    }
}

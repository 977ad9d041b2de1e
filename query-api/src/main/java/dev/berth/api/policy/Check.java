package dev.berth.api.policy;

import dev.berth.api.auth.Caller;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A node of a parsed rule. Immutable; what it refers to by name it looks up when it is asked. Names that are not there
 * are never true, as in oslo.policy.
 */
sealed interface Check {
    /** @param rules every rule that there is; no rule refers to itself, not even by others */
    boolean permits(Caller caller, Target target, Map<String, Check> rules);

    /** What it is made of. */
    default List<Check> parts() {
        return List.of();
    }

    /** {@code @} or {@code !}. */
    enum Constant implements Check {
        EVERYBODY,
        NOBODY;

        @Override
        public boolean permits(Caller caller, Target target, Map<String, Check> rules) {
            return this == EVERYBODY;
        }
    }

    /** {@code and}. */
    record All(List<Check> parts) implements Check {
        @Override
        public boolean permits(Caller caller, Target target, Map<String, Check> rules) {
            for (int i = 0; i < parts.size(); i++) {
                if (!parts.get(i).permits(caller, target, rules)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** {@code or}. */
    record Any(List<Check> parts) implements Check {
        @Override
        public boolean permits(Caller caller, Target target, Map<String, Check> rules) {
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).permits(caller, target, rules)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** {@code not}. */
    record Not(Check part) implements Check {
        @Override
        public boolean permits(Caller caller, Target target, Map<String, Check> rules) {
            return !part.permits(caller, target, rules);
        }

        @Override
        public List<Check> parts() {
            return List.of(part);
        }
    }

    /** {@code rule:name}. */
    record Rule(String name) implements Check {
        static final String DEFAULT = "default";

        @Override
        public boolean permits(Caller caller, Target target, Map<String, Check> rules) {
            Check rule = in(rules);
            return rule != null && rule.permits(caller, target, rules);
        }

        /** The rule of the name, or else the one that stands for all that are not there; null if there is neither. */
        Check in(Map<String, Check> rules) {
            Check rule = rules.get(name);
            return rule == null ? rules.get(DEFAULT) : rule;
        }
    }

    /** {@code role:name}; the case of names does not count, as in Keystone. */
    record Role(Template name) implements Check {
        @Override
        public boolean permits(Caller caller, Target target, Map<String, Check> rules) {
            String wanted = name.text(target);
            return wanted != null && caller.hasRole(wanted.toLowerCase(Locale.ROOT));
        }
    }

    /** {@code attribute:text}. */
    record Is(Attribute attribute, Template wanted) implements Check {
        @Override
        public boolean permits(Caller caller, Target target, Map<String, Check> rules) {
            String text = wanted.text(target);
            return text != null && attribute.is(caller, text);
        }
    }

    /** {@code 'literal':text}. */
    record Literal(String literal, Template wanted) implements Check {
        @Override
        public boolean permits(Caller caller, Target target, Map<String, Check> rules) {
            return literal.equals(wanted.text(target));
        }
    }

    /** A check of something that nobody knows of callers: oslo.policy reads it, and it is never true. */
    record Unknown(String attribute) implements Check {
        @Override
        public boolean permits(Caller caller, Target target, Map<String, Check> rules) {
            return false;
        }
    }
}

package dev.berth.terminal.config;

import com.google.common.base.CharMatcher;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.util.Locale;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/**
 * One thing that can be set: an option, under its name without dashes. Immutable.
 *
 * @param section {@link #COMMON} for what is the same for every command that has the option
 */
public record Setting(String section, OptionSpec option) {
    /** The section of what is the same for all commands. */
    public static final String COMMON = "common";

    /** What all variables of the environment begin with. */
    public static final String PREFIX = "BERTH_";

    /** What the launcher takes, and no option. */
    static final String JAVA_OPTS = PREFIX + "JAVA_OPTS";

    /**
     * Between the values of an option that may be given several times, as a default has to name them. An option that
     * has a {@link Section} says {@code split = Setting.NEXT, hideParamSyntax = true}; nobody types it.
     */
    public static final String NEXT = "\n";

    /** The key in the section. */
    public String key() {
        return key(option);
    }

    static String key(OptionSpec option) {
        return CharMatcher.is('-').trimLeadingFrom(option.longestName());
    }

    /** The variable of the environment that sets it. */
    public String variable() {
        return PREFIX + (section.equals(COMMON) ? "" : name(section) + "_") + name(key());
    }

    static String name(String key) {
        return key.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** Whether several values may be given. */
    public boolean isMany() {
        return option.typeInfo().isMultiValue();
    }

    /** Whether it is set by being there. */
    public boolean isFlag() {
        return option.typeInfo().isBoolean();
    }

    public boolean isSecret() {
        return isMarked(option, SecretValue.class);
    }

    static boolean isCommon(OptionSpec option) {
        return isSettable(option) && isMarked(option, CommonToAll.class);
    }

    /** Whether it belongs to the section of its command. */
    static boolean isOfSection(OptionSpec option) {
        return isSettable(option) && option.scopeType() != ScopeType.INHERIT;
    }

    private static boolean isSettable(OptionSpec option) {
        return !option.usageHelp()
                && !option.versionHelp()
                && !option.hidden()
                && !isMarked(option, CommandLineOnly.class);
    }

    private static boolean isMarked(OptionSpec option, Class<? extends Annotation> mark) {
        return option.userObject() instanceof Field field
                && (field.isAnnotationPresent(mark) || field.getDeclaringClass().isAnnotationPresent(mark));
    }
}

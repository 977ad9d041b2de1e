package dev.berth.terminal.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a command that runs for long: each of its options has a key in a section of the file and a variable of the
 * environment, but for those that are for the {@linkplain CommandLineOnly command line alone}.
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Section {
    /** The section's name. */
    String value();
}

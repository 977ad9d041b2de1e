package dev.berth.events.codec;

import org.apache.avro.util.ClassSecurityValidator;

/** Avro makes instances only of classes that the process vouches for; these are ours. */
final class TrustedClasses {
    static {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(), type -> type.getName().startsWith("dev.berth.avro.")));
    }

    private TrustedClasses() {}

    /** Returns once the classes are trusted; must come before the first record is read or written. */
    static void ensure() {
        // The work is done once, by the static initializer.
    }
}

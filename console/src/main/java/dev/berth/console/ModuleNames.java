package dev.berth.console;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of packages in the imports of modules that others wrote, and the files that stand for them here. A browser
 * finds a package by its name with a map inside the page alone, which the content security policy does not let in.
 */
final class ModuleNames {
    private static final Pattern IMPORT = Pattern.compile("(\\b(?:im|ex)port\\b[^;\"']*\\bfrom ?)\"([^\"./][^\"]*)\"");

    private static final Map<String, String> FILES = Map.of(
            "preact", "./preact.mjs",
            "preact/hooks", "./hooks.mjs",
            "@preact/signals-core", "./signals-core.mjs");

    private ModuleNames() {}

    /** The module with files in the place of packages. */
    static String resolve(String module) {
        return IMPORT.matcher(module)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1) + '"' + fileOf(found.group(2)) + '"'));
    }

    private static String fileOf(String name) {
        String file = FILES.get(name);
        if (file == null) {
            throw new IllegalStateException("expected one of " + FILES.keySet() + " to be imported but got " + name);
        }
        return file;
    }
}

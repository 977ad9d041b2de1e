package dev.berth.terminal.config;

import com.google.common.collect.ImmutableSortedMap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a program looks for what its options are. Immutable.
 *
 * @param usualFile is read if it is there and no other is named
 */
public record ConfigPlaces(ImmutableSortedMap<String, String> environment, Path usualFile) {
    public ConfigPlaces(Map<String, String> environment, Path usualFile) {
        this(ImmutableSortedMap.copyOf(environment), usualFile);
    }

    /** The environment of this process, and a file. */
    public static ConfigPlaces ofProcess(String usualFile) {
        return new ConfigPlaces(System.getenv(), Path.of(usualFile));
    }

    /**
     * Whether nothing is said of any option there: no file is, and no variable with our prefix but those that other
     * parts take.
     */
    public boolean areSilent() {
        return Files.notExists(usualFile)
                && environment.tailMap(Setting.PREFIX).keySet().stream()
                        .takeWhile(name -> name.startsWith(Setting.PREFIX))
                        .allMatch(name -> name.equals(Setting.JAVA_OPTS));
    }

    /** Nowhere: each option is what it is without a word from anybody. */
    public static ConfigPlaces none() {
        return new ConfigPlaces(ImmutableSortedMap.of(), Path.of("/nonexistent/berth.yaml"));
    }
}

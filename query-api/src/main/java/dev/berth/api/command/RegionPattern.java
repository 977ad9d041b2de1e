package dev.berth.api.command;

import static dev.berth.events.model.MalformedException.quoted;

import dev.berth.events.model.MalformedException;
import dev.berth.events.model.Region;
import java.util.function.Predicate;

/** The name of a region, or how the names of several begin, with {@code *} for what follows. */
public record RegionPattern(String text) implements Predicate<Region> {
    private static final String REST = "*";

    /** Says in words what is wrong with a name. */
    public static final String NAMES =
            "1 to 63 letters, digits, '_', '.' or '-', the first a letter or a digit, or the beginning of such "
                    + "names with"
                    + " * behind it";

    public RegionPattern {
        String name = text.endsWith(REST) ? text.substring(0, text.length() - 1) : text;
        boolean isAll = name.isEmpty() && text.equals(REST);
        if (!isAll && !Region.isName(name)) {
            throw new MalformedException("expected a region's name, " + NAMES + ", but got " + quoted(text));
        }
    }

    @Override
    public boolean test(Region region) {
        return text.endsWith(REST)
                ? region.name().startsWith(text.substring(0, text.length() - 1))
                : region.name().equals(text);
    }
}

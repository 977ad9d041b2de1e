package dev.berth.api.query;

import dev.berth.api.http.QueryString;
import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.problem.Problem;
import dev.berth.api.schema.UuidFormat;
import dev.berth.events.model.AggregateId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code member_of=X}, {@code member_of=in:X,Y} and their denials with {@code !} (1.32) ask for.
 *
 * @param required of each set at least one aggregate must be there
 * @param forbidden none of these may be there
 */
public record AggregateRequirements(List<Set<AggregateId>> required, Set<AggregateId> forbidden) {
    public boolean isEmpty() {
        return required.isEmpty() && forbidden.isEmpty();
    }

    /**
     * All parameters {@code member_of} with the suffix together; before 1.24 there may be one only.
     *
     * @throws dev.berth.api.problem.ProblemException 400 if one is not of the version's form
     */
    public static AggregateRequirements of(QueryString query, String suffix, Microversion version) {
        List<String> values = query.all("member_of" + suffix);
        if (!version.has(Feature.REPEATED_MEMBER_OF) && values.size() > 1) {
            throw Problem.badRequest("Multiple member_of" + suffix + " parameters are not supported")
                    .exception();
        }
        List<Set<AggregateId>> required = new ArrayList<>();
        Set<AggregateId> forbidden = new TreeSet<>();
        for (String value : values) {
            boolean isDenial = value.startsWith("!");
            Set<AggregateId> aggregates = parse(value, isDenial ? value.substring(1) : value);
            if (!isDenial) {
                required.add(aggregates);
            } else if (version.has(Feature.FORBIDDEN_AGGREGATES)) {
                forbidden.addAll(aggregates);
            } else {
                throw Problem.badRequest("Forbidden member_of" + suffix
                                + " parameters are not supported in the specified microversion")
                        .exception();
            }
        }
        return new AggregateRequirements(required, forbidden);
    }

    private static Set<AggregateId> parse(String value, String choice) {
        boolean isList = choice.startsWith("in:");
        if (!isList && choice.contains(",")) {
            throw Problem.badRequest("Multiple values for 'member_of' must be prefixed with the 'in:' or '!in:' keyword"
                            + " using the valid microversion. Got: " + value)
                    .exception();
        }
        Set<AggregateId> aggregates = new TreeSet<>();
        for (String text : isList ? choice.substring("in:".length()).split(",", -1) : new String[] {choice}) {
            aggregates.add(new AggregateId(UuidFormat.parse(text)
                    .orElseThrow(() -> Problem.badRequest("Invalid query string parameters: Expected 'member_of'"
                                    + " parameter to contain valid UUID(s). Got: " + text)
                            .exception())));
        }
        return aggregates;
    }
}

package dev.berth.api.bulk;

import com.google.common.collect.ImmutableList;
import dev.berth.api.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** By what usages can be grouped. */
enum Dimension {
    PROVIDER("resource_provider_uuid"),
    PROJECT("project_id"),
    USER("user_id"),
    TYPE("consumer_type"),
    CLASS("resource_class"),
    AGGREGATE("aggregate_uuid");

    private final String field;

    Dimension(String field) {
        this.field = field;
    }

    /** What an answer calls it. */
    String field() {
        return field;
    }

    /**
     * Those that a list names, with commas between.
     *
     * @throws dev.berth.api.problem.ProblemException 400 if one is none, or is there twice
     */
    static ImmutableList<Dimension> parse(String list) {
        List<Dimension> named = new ArrayList<>();
        for (String name : list.split(",", -1)) {
            Dimension one = Arrays.stream(values())
                    .filter(each -> each.parameter().equals(name))
                    .filter(each -> !named.contains(each))
                    .findFirst()
                    .orElseThrow(() -> Problem.badRequest("expected in group_by, each once and with commas between, "
                                    + Arrays.stream(values())
                                            .map(Dimension::parameter)
                                            .collect(Collectors.joining(", "))
                                    + ", but got '" + list + "'")
                            .exception());
            named.add(one);
        }
        return ImmutableList.copyOf(named);
    }

    private String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }
}

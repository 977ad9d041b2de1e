package dev.berth.api.bulk;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.Comparators;
import com.google.common.collect.ImmutableList;
import dev.berth.api.handler.BulkJson;
import dev.berth.api.http.QueryString;
import dev.berth.api.problem.Problem;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.state.RegionView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is used, summed up in groups. What is allocated of a provider in several aggregates counts in the group of each,
 * and of one in none in a group of its own; everything else counts once.
 */
final class UsageGroups {
    static final String PARAMETER = "group_by";

    /** Keys are numbers: which row it is. */
    private static final Comparator<String> ORDER = Comparator.comparing(Integer::valueOf);

    private static final int GROUPS_MAX = 200_000;

    private final RegionView view;
    private final ImmutableList<Dimension> by;
    private final TreeMap<List<String>, Group> groups =
            new TreeMap<>(Comparators.lexicographical(Comparator.<String>naturalOrder()));

    private UsageGroups(RegionView view, ImmutableList<Dimension> by) {
        this.view = view;
        this.by = by;
    }

    /** One group: its values in the order of the dimensions, and what is used. */
    record Row(int number, List<String> values, Group group) {}

    private static final class Group {
        private final Map<ResourceClass, Long> amounts = new TreeMap<>();
        private int consumers;
        private Consumer last;

        void add(Consumer consumer, ResourceClass resourceClass, long amount) {
            amounts.merge(resourceClass, amount, Long::sum);
            if (consumer != last) {
                consumers++;
                last = consumer;
            }
        }
    }

    /** @throws dev.berth.api.problem.ProblemException 400 if there are too many groups, or a name is none or twice */
    static Rows<Row> rows(RegionView view, QueryString query) {
        ImmutableList<Dimension> by = Dimension.parse(query.last(PARAMETER).orElseThrow());
        UsageGroups usages = new UsageGroups(view, by);
        view.consumers().all().forEach(usages::add);
        List<Row> rows = new ArrayList<>(usages.groups.size());
        usages.groups.forEach((values, group) -> rows.add(new Row(rows.size(), values, group)));
        return new Rows<>(
                "usages", rows, row -> Integer.toString(row.number()), ORDER, (json, row) -> write(json, by, row));
    }

    private void add(Consumer consumer) {
        consumer.allocations().forEach((provider, amounts) -> {
            List<String> aggregates = by.contains(Dimension.AGGREGATE) ? aggregates(provider) : List.of("");
            for (String aggregate : aggregates) {
                amounts.forEach((resourceClass, amount) ->
                        group(consumer, provider, resourceClass, aggregate).add(consumer, resourceClass, amount));
            }
        });
    }

    private List<String> aggregates(ProviderId provider) {
        List<String> names = view.providers().find(provider).map(Provider::aggregates).stream()
                .flatMap(set -> set.stream())
                .map(Object::toString)
                .toList();
        return names.isEmpty() ? List.of("") : names;
    }

    private Group group(Consumer consumer, ProviderId provider, ResourceClass resourceClass, String aggregate) {
        List<String> values = new ArrayList<>(by.size());
        for (Dimension dimension : by) {
            values.add(
                    switch (dimension) {
                        case PROVIDER -> provider.toString();
                        case PROJECT -> consumer.projectId();
                        case USER -> consumer.userId();
                        case TYPE -> BulkJson.type(consumer);
                        case CLASS -> resourceClass.name();
                        case AGGREGATE -> aggregate;
                    });
        }
        Group group = groups.computeIfAbsent(values, none -> new Group());
        if (groups.size() > GROUPS_MAX) {
            throw Problem.badRequest(
                            "There are more than " + GROUPS_MAX + " groups; expected fewer names in " + PARAMETER + ".")
                    .exception();
        }
        return group;
    }

    private static void write(JsonGenerator json, ImmutableList<Dimension> by, Row row) throws IOException {
        json.writeStartObject();
        for (int i = 0; i < by.size(); i++) {
            String value = row.values().get(i);
            json.writeStringField(
                    by.get(i).field(), by.get(i) == Dimension.AGGREGATE && value.isEmpty() ? null : value);
        }
        json.writeObjectFieldStart("usages");
        BulkJson.writeAmounts(json, row.group().amounts);
        json.writeEndObject();
        json.writeNumberField("consumer_count", row.group().consumers);
        json.writeEndObject();
    }
}

package dev.berth.api.candidate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.api.http.QueryString;
import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.problem.Problem;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.model.AttributeValue;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads {@code pci=10g:2,physical_network=physnet1,gpu:1}, which Placement does not have: flavors with counts, each
 * followed by the attributes that its devices must have as well. The parameter may be repeated, and may have the
 * suffix of a group. It is served from version 1.29, in which candidates may take from several providers of a tree.
 */
final class DeviceQuery {
    static final String NAME = "pci";

    private static final Pattern PARAMETER = Pattern.compile("^pci([a-zA-Z0-9_-]{1,64})?$");
    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,3}");
    private static final Pattern CELL = Pattern.compile("[0-9]{1,9}");
    private static final int COUNT_MAX = 1024;
    private static final String NUMA_NODE = "numa_node";

    private final String parameter;
    private final ImmutableList.Builder<DeviceRequest> requests = ImmutableList.builder();
    private int read;
    private Optional<String> flavor = Optional.empty();
    private int count;
    private final TreeMap<String, AttributeValue> extra = new TreeMap<>();

    private DeviceQuery(String parameter) {
        this.parameter = parameter;
    }

    /**
     * The parameters that Placement knows.
     *
     * @throws dev.berth.api.problem.ProblemException 400 if devices are asked for in a version that cannot have them
     */
    static QueryString without(QueryString query, Microversion version) {
        QueryString others = query.without(PARAMETER.asMatchPredicate());
        if (others.parameters().size() < query.parameters().size() && !version.has(Feature.NESTED_CANDIDATES)) {
            throw Problem.badRequest(
                            "Invalid query string parameters: pci asks for PCI devices, which candidates have from"
                                    + " version " + Feature.NESTED_CANDIDATES.since() + " on. Got: " + version + ".")
                    .exception();
        }
        return others;
    }

    /**
     * The requests of all parameters of that name, in order. Their ids are the name with a number.
     *
     * @throws dev.berth.api.problem.ProblemException 400 if a value is not of the form
     */
    static ImmutableList<DeviceRequest> parse(String parameter, QueryString query) {
        DeviceQuery devices = new DeviceQuery(parameter);
        query.all(parameter).forEach(devices::read);
        return devices.requests.build();
    }

    private void read(String value) {
        for (String item : value.split(",", -1)) {
            if (item.indexOf('=') < 0) {
                finish();
                begin(item);
            } else if (flavor.isEmpty()) {
                throw malformed(value);
            } else {
                add(item);
            }
        }
        finish();
    }

    private void begin(String item) {
        int colon = item.lastIndexOf(':');
        String name = item.substring(0, Math.max(colon, 0)).strip();
        String number = item.substring(colon + 1).strip();
        if (name.isEmpty()) {
            throw malformed(item);
        }
        if (!COUNT.matcher(number).matches() || Integer.parseInt(number) > COUNT_MAX) {
            throw problem("expected 1 to " + COUNT_MAX + " devices of '" + name + "'. Got: " + number + ".");
        }
        flavor = Optional.of(name);
        count = Integer.parseInt(number);
    }

    private void add(String item) {
        int equals = item.indexOf('=');
        String name = item.substring(0, equals).strip();
        String value = item.substring(equals + 1).strip();
        if (name.isEmpty()) {
            throw malformed(item);
        }
        if (name.equals(NUMA_NODE) && !CELL.matcher(value).matches()) {
            throw problem("expected the number of a cell as numa_node. Got: " + value + ".");
        }
        AttributeValue meant =
                name.equals(NUMA_NODE) ? AttributeValue.of(Long.parseLong(value)) : AttributeValue.of(value);
        if (extra.put(name, meant) != null) {
            throw problem("the attribute '" + name + "' of '" + flavor.orElseThrow() + "' is given twice.");
        }
    }

    private void finish() {
        if (flavor.isPresent()) {
            requests.add(new DeviceRequest(
                    parameter + "-" + read,
                    count,
                    flavor,
                    ImmutableList.of(),
                    ImmutableSortedMap.copyOfSorted(extra),
                    Optional.empty()));
            read++;
            flavor = Optional.empty();
            extra.clear();
        }
    }

    private RuntimeException malformed(String got) {
        return problem(
                "expected FLAVOR:COUNT[,NAME=VALUE...], as in pci=10g:2,physical_network=physnet1. Got: " + got + ".");
    }

    private RuntimeException problem(String what) {
        return Problem.badRequest("Badly formed " + parameter + " parameter: " + what)
                .exception();
    }
}

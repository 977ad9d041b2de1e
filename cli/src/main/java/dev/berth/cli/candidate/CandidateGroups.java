package dev.berth.cli.candidate;

import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.client.QueryText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Stack;
import java.util.TreeSet;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * What is asked for, group by group: an option belongs to the {@code --group} that stands last before it, and what
 * comes before the first of them to the group without a suffix. A mixin.
 */
final class CandidateGroups {
    /**
     * A value with its place in the command line.
     *
     * @param left how many words were left behind it
     */
    private record Placed(int left, String value) {}

    /** Keeps places, which picocli forgets. */
    private static final class PlacedConsumer implements IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
            if (words.isEmpty() || words.peek().startsWith("--")) {
                throw new ParameterException(
                        command.commandLine(),
                        "expected " + option.paramLabel() + " behind " + ((OptionSpec) option).longestName());
            }
            String value = words.pop();
            List<Placed> values = new ArrayList<>(option.<List<Placed>>getValue());
            values.add(new Placed(words.size(), value));
            option.setValue(values);
        }
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--group",
            paramLabel = "SUFFIX",
            parameterConsumer = PlacedConsumer.class,
            description = "Begin another group, which one provider has to serve: a number, or from 1.33 on letters, "
                    + "digits, _ and -, as --same-subtree and the answer name it.")
    private List<Placed> groups = List.of();

    @Option(
            names = "--resources",
            paramLabel = "CLASS:N,..",
            parameterConsumer = PlacedConsumer.class,
            description = "The amounts that are asked for, such as VCPU:2,MEMORY_MB:2048.")
    private List<Placed> resources = List.of();

    @Option(
            names = "--required",
            paramLabel = "TRAITS",
            parameterConsumer = PlacedConsumer.class,
            description = "Traits to have, and behind a ! not to have, such as HW_CPU_X86_AVX2,!CUSTOM_OLD; from 1.39 "
                    + "on in:A,B is any of them, and it may be given several times.")
    private List<Placed> required = List.of();

    @Option(
            names = "--member-of",
            paramLabel = "UUIDS",
            parameterConsumer = PlacedConsumer.class,
            description = "An aggregate to be in; in:A,B is any of them, !A and !in:A,B none. May be given several "
                    + "times.")
    private List<Placed> memberOf = List.of();

    @Option(
            names = "--in-tree",
            paramLabel = "PROVIDER",
            parameterConsumer = PlacedConsumer.class,
            description = "A provider in whose tree to look, by its UUID or its name.")
    private List<Placed> inTree = List.of();

    @Option(
            names = "--pci",
            paramLabel = "FLAVOR:N,..",
            parameterConsumer = PlacedConsumer.class,
            description = "PCI devices of a flavor, with attributes as name=value behind it. Of Berth alone.")
    private List<Placed> pci = List.of();

    /**
     * Adds what is asked of each group to a query, group by group.
     *
     * @throws ParameterException if a group is begun twice, or nothing is asked for
     */
    void addTo(QueryText query, PlacementOptions placement) throws InterruptedException {
        if (resources.isEmpty() && pci.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(), "expected what is asked for, such as --resources VCPU:2,MEMORY_MB:2048");
        }
        TreeSet<String> suffixes = new TreeSet<>();
        int from = Integer.MAX_VALUE;
        String suffix = "";
        for (Placed group : groups) {
            add(query, placement, suffix, from, group.left());
            if (!suffixes.add(group.value())) {
                throw new ParameterException(
                        command.commandLine(), "expected each --group once but got two of " + group.value());
            }
            suffix = group.value();
            from = group.left();
        }
        add(query, placement, suffix, from, -1);
    }

    /** Adds those that stand between two groups. */
    private void add(QueryText query, PlacementOptions placement, String suffix, int from, int until)
            throws InterruptedException {
        for (Placed value : between(resources, from, until)) {
            query.add("resources" + suffix, value.value());
        }
        for (Placed value : between(required, from, until)) {
            query.add("required" + suffix, value.value());
        }
        for (Placed value : between(memberOf, from, until)) {
            query.add("member_of" + suffix, value.value());
        }
        for (Placed value : between(inTree, from, until)) {
            query.add("in_tree" + suffix, placement.uuid(value.value()));
        }
        for (Placed value : between(pci, from, until)) {
            query.add("pci" + suffix, value.value());
        }
    }

    private static List<Placed> between(List<Placed> values, int from, int until) {
        return values.stream()
                .filter(value -> value.left() < from && value.left() > until)
                .sorted(Comparator.comparingInt(Placed::left).reversed())
                .toList();
    }
}

package dev.berth.cli.candidate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.api.microversion.Feature;
import dev.berth.cli.client.AsOfOption;
import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.client.PlacementRefusal;
import dev.berth.cli.client.QueryText;
import dev.berth.cli.client.ServiceAnswer;
import dev.berth.cli.output.PrintOptions;
import dev.berth.events.model.Printable;
import dev.berth.terminal.ExitCode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code berth candidates}: lists where a request could be placed. Made by picocli, for one run and its thread. */
@Command(
        name = "candidates",
        header = "List where a request could be placed: allocation candidates.",
        descriptionHeading = "%n",
        description = {
            "Asks GET /allocation_candidates, of Berth or of any Placement. Options behind a --group are that group's, "
                    + "up to the next one; those before the first are of the group without a suffix, which several "
                    + "providers of a tree may serve together. As JSON it is what the API answers. berth explain says "
                    + "why there are these and no others."
        },
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the candidates are listed, also if there are none",
            "1:the service does not answer, or refuses the request; the words say why",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth candidates --resources VCPU:2,MEMORY_MB:2048 --required in:HW_CPU_X86_AVX,HW_CPU_X86_AVX2",
            "  berth candidates --resources VCPU:4 --in-tree node1 --root-required COMPUTE_NODE",
            "  berth candidates --group _NIC --resources SRIOV_NET_VF:1 --group _GPU --resources VGPU:1"
                    + " --same-subtree _NIC,_GPU --group-policy none",
            "  berth candidates --resources VCPU:2 --limit 1 --policy least-fragmentation --json"
        })
public final class CandidatesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private CandidateGroups groups;

    @Option(
            names = "--group-policy",
            paramLabel = "POLICY",
            description = "Whether groups may be served by one provider: none if they may, isolate if they may not. "
                    + "With several groups it has to be said.")
    private Optional<String> groupPolicy = Optional.empty();

    @Option(
            names = "--root-required",
            paramLabel = "TRAITS",
            description = "Traits that the root of the tree has to have, and behind a ! not to have.")
    private Optional<String> rootRequired = Optional.empty();

    @Option(
            names = "--same-subtree",
            paramLabel = "SUFFIXES",
            description = "Groups whose providers have to be one of them and below it, such as _NIC,_GPU. May be given "
                    + "several times.")
    private List<String> sameSubtree = List.of();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "The most candidates to list (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            description = "Which come first: pack, spread, balanced or least-fragmentation. Of Berth alone.")
    private Optional<String> policy = Optional.empty();

    @Option(
            names = "--shuffle",
            paramLabel = "N",
            description = "Another order, the same again for the same number. Of Berth alone.")
    private Optional<Long> shuffle = Optional.empty();

    @Mixin
    private PlacementOptions placement;

    @Mixin
    private AsOfOption asOf;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "expected a --limit of 1 or more but got " + limit);
        }
        placement.open(Feature.CANDIDATE_LIMIT, "candidates").asOf(asOf);
        QueryText query = query();
        String request = query.toString();
        ServiceAnswer found = PlacementRefusal.granted(
                placement.service().get(query.add("limit", limit).on("/allocation_candidates")));
        found.cut()
                .ifPresent(bound -> placement
                        .err()
                        .println("The search ended at a bound (" + bound
                                + ") before it was done: there may be others. Ask for "
                                + "less, or with a smaller --limit."));
        placement.err().flush();
        JsonNode answer = found.json();
        List<String> lines = print.areJson() ? List.of() : new CandidateLines(placement).of(answer);
        print.show(answer, out -> {
            lines.forEach(out::println);
            int size = answer.path("allocation_requests").size();
            if (size == 0) {
                out.println(Printable.lines("No candidate. For the reasons: berth explain '" + request + "'", ""));
            } else if (size == limit) {
                out.println("There may be more; --limit says how many are listed.");
            }
        });
        return ExitCode.OK;
    }

    private QueryText query() throws InterruptedException {
        QueryText query = new QueryText();
        groups.addTo(query, placement);
        groupPolicy.ifPresent(name -> query.add("group_policy", name));
        rootRequired.ifPresent(traits -> query.add("root_required", traits));
        sameSubtree.forEach(suffixes -> query.add("same_subtree", suffixes));
        policy.ifPresent(name -> query.add("policy", name));
        shuffle.ifPresent(number -> query.add("shuffle", number));
        return query;
    }
}

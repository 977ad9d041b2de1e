package dev.berth.cli.provider;

import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.client.QueryText;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which providers are listed, in the words of GET /resource_providers. A mixin. */
final class ProviderFilters {
    @Option(names = "--name", paramLabel = "NAME", description = "Only the provider with this name.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--resources",
            paramLabel = "CLASS:N,..",
            description = "Only those that could give these amounts now, each by itself.")
    private Optional<String> resources = Optional.empty();

    @Option(
            names = "--required",
            paramLabel = "TRAITS",
            description = "Only those with these traits, and without those behind a !, such as HW_CPU_X86_AVX2,"
                    + "!CUSTOM_OLD; in:A,B is any of them. May be given several times.")
    private List<String> required = List.of();

    @Option(
            names = "--member-of",
            paramLabel = "UUIDS",
            description = "Only those in this aggregate; in:A,B is any of them, !A and !in:A,B none. May be given "
                    + "several times.")
    private List<String> memberOf = List.of();

    @Option(
            names = "--in-tree",
            paramLabel = "PROVIDER",
            description = "Only those in the tree of this provider, by its UUID or its name.")
    private Optional<String> inTree = Optional.empty();

    /** The filters as a query. */
    QueryText query(PlacementOptions placement) throws InterruptedException {
        QueryText query = new QueryText();
        name.ifPresent(text -> query.add("name", text));
        resources.ifPresent(text -> query.add("resources", text));
        required.forEach(text -> query.add("required", text));
        memberOf.forEach(text -> query.add("member_of", text));
        if (inTree.isPresent()) {
            query.add("in_tree", placement.uuid(inTree.get()));
        }
        return query;
    }
}

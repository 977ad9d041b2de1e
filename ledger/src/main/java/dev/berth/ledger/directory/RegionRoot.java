package dev.berth.ledger.directory;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.PciFlavor;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RegionView;
import java.util.function.Supplier;

/**
 * The root of a region's directories. What is compared is in classes, consumers, devices, flavors, hosts, providers,
 * rules and traits, each thing once; region, projects and trees lead to the same again. What is remembered of recent
 * commands is left out, for every command changes that. Stateless.
 */
public final class RegionRoot {
    private RegionRoot() {}

    public static StateNode of(RegionFold fold) {
        RegionView view = fold.view();
        ProviderNodes providers = new ProviderNodes(view);
        ConsumerNodes consumers = new ConsumerNodes(view);
        HostNodes hosts = new HostNodes(view, providers);
        CatalogueNodes catalogue = new CatalogueNodes(view, providers);
        return StateNode.directory(NamedNodes.of(ImmutableSortedMap.<String, Supplier<StateNode>>naturalOrder()
                .put("classes", catalogue::classes)
                .put("consumers", consumers::all)
                .put("devices", hosts::devicesByHost)
                .put("flavors", () -> flavors(view))
                .put("hosts", hosts::all)
                .put("projects", consumers::byProject)
                .put("providers", providers::all)
                .put("region", () -> StateNode.leaf(() -> region(fold)).asIndex())
                .put(
                        "rules",
                        () -> StateNode.leaf(() -> ImmutableSortedMap.of(
                                "version", (Object) (long) view.rulesVersion().number())))
                .put("traits", catalogue::traits)
                .put("trees", providers::trees)
                .build()));
    }

    private static StateNode flavors(RegionView view) {
        return StateNode.directory(
                NamedNodes.ofTexts(
                        () -> ProviderNodes.stream(view.flavors().keySet()),
                        name -> view.flavor(name)
                                .map(flavor -> NamedNode.of(PathName.encode(name), () -> flavor(view, flavor)))),
                view.flavors());
    }

    private static StateNode flavor(RegionView view, PciFlavor flavor) {
        return StateNode.leaf(() -> StateFields.flavor(view, flavor), flavor);
    }

    /** What is so of the region as a whole. */
    private static ImmutableSortedMap<String, Object> region(RegionFold fold) {
        RegionView view = fold.view();
        ImmutableSortedMap.Builder<String, Object> fields = ImmutableSortedMap.<String, Object>naturalOrder()
                .put("name", view.region().name())
                .put("commands", view.recent().count())
                .put("providers", (long) view.providers().size())
                .put("consumers", (long) view.consumers().size())
                .put("chain", view.chain().head().toString());
        if (view.recent().count() > 0) {
            fields.put("position", view.position().toString());
            fields.put("timestamp_ms", view.position().timestampMs());
        }
        fold.stop().ifPresent(stop -> {
            fields.put("stopped_at", stop.position().toString());
            fields.put("stopped_because", stop.reason());
            fields.put("waiting", (long) fold.waiting().size());
        });
        return fields.build();
    }
}

package dev.berth.api.moment;

import dev.berth.api.http.Route;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.state.RegionView;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A read of each route of a region's state, of things that are there and now and then of such as are not. */
final class PastReads {
    private static final List<String> CANDIDATES = List.of(
            "resources=VCPU:1",
            "resources=VCPU:1,MEMORY_MB:64&limit=3",
            "resources=CUSTOM_GOLD:1&explain=true",
            "resources=VCPU:2&required=!HW_CPU_X86_AVX2&explain=true",
            "resources1=VCPU:1&resources2=VCPU:1&group_policy=isolate&limit=20",
            "resources=SRIOV_NET_VF:1");

    private final SplittableRandom random;

    PastReads(long seed) {
        this.random = new SplittableRandom(seed);
    }

    List<String> of(List<Route> routes, RegionView view) {
        List<String> paths = new ArrayList<>();
        for (Route route : routes) {
            if (route.hasPast() && route.method().equals(HttpMethod.GET)) {
                paths.add(path(route, view));
            }
        }
        CANDIDATES.forEach(query -> paths.add("/allocation_candidates?" + query));
        paths.add("/pci/pools?key=full");
        paths.add("/pci/pools?states=true");
        paths.add("/hosts?limit=2");
        paths.add("/consumers?limit=3");
        paths.add("/usages?group_by=aggregate,class");
        paths.add("/usages?group_by=provider,project,user,type");
        return paths;
    }

    private String path(Route route, RegionView view) {
        String path = route.template()
                .replace("{uuid}", (route.template().startsWith("/hosts") ? host(view) : provider(view)).toString())
                .replace("{consumer_uuid}", consumer(view).toString())
                .replace("{resource_class}", "VCPU");
        path = switch (route.template()) {
            case "/pci/flavors/{name}" ->
                path.replace(
                        "{name}",
                        view.flavors().isEmpty()
                                ? "none"
                                : view.flavors().head()._1());
            case "/traits/{name}" -> path.replace("{name}", "HW_CPU_X86_AVX2");
            default -> path.replace("{name}", random.nextBoolean() ? "VCPU" : "CUSTOM_GOLD");
        };
        return switch (route.template()) {
            case "/usages" -> path + "?project_id=" + project(view);
            case "/allocation_candidates" -> path + "?resources=VCPU:1&limit=5";
            default -> path;
        };
    }

    private ProviderId provider(RegionView view) {
        List<ProviderId> all = new ArrayList<>();
        for (Provider provider : view.providers().all()) {
            all.add(provider.id());
        }
        return all.isEmpty()
                ? ProviderId.of("aaaaaaaa-0000-4000-8000-000000000001")
                : all.get(random.nextInt(all.size()));
    }

    private ProviderId host(RegionView view) {
        List<ProviderId> reported = new ArrayList<>();
        view.hosts().all().forEach(report -> reported.add(report.host()));
        return reported.isEmpty() || random.nextInt(5) == 0
                ? provider(view)
                : reported.get(random.nextInt(reported.size()));
    }

    private ConsumerId consumer(RegionView view) {
        List<ConsumerId> all = new ArrayList<>();
        view.consumers().all().forEach(consumer -> all.add(consumer.id()));
        return all.isEmpty()
                ? ConsumerId.of("cccccccc-0000-4000-8000-000000000001")
                : all.get(random.nextInt(all.size()));
    }

    private String project(RegionView view) {
        List<String> all = new ArrayList<>();
        view.consumers().all().forEach(consumer -> all.add(consumer.projectId()));
        return all.isEmpty() ? "p1" : all.get(random.nextInt(all.size()));
    }
}

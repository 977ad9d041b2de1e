package dev.berth.ledger.candidate.explain;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.candidate.explain.Explanation.Lack;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.Demands.Demand;
import dev.berth.ledger.candidate.search.Need;
import dev.berth.ledger.candidate.search.Plan;
import dev.berth.ledger.candidate.search.Reason;
import dev.berth.ledger.candidate.search.SharingProvider;
import dev.berth.ledger.candidate.search.StepCounter;
import dev.berth.ledger.candidate.search.TreeProbe;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Why a tree that can serve each part of a request cannot serve all of them together: a smallest set of {@link
 * RequestPart}s that has no candidate there, found by leaving out one after the other and searching for the rest.
 * Not thread-safe.
 */
final class JointFailure {
    /** Requests of more parts are not taken apart, as that needs a search for every part. */
    private static final int PARTS_MOST = 64;

    private static final int PROVIDERS_NAMED = 4;

    private final RegionView view;
    private final Plan plan;
    private final ProviderNames names;
    private final Tree tree;
    private final StepCounter steps;

    JointFailure(RegionView view, Plan plan, Tree tree, StepCounter steps) {
        this.view = view;
        this.plan = plan;
        this.names = new ProviderNames(view);
        this.tree = tree;
        this.steps = steps;
    }

    Lack lack() {
        List<RequestPart> parts = RequestPart.of(plan.request());
        if (parts.size() > PARTS_MOST) {
            return lack(tree.root(), "can serve each group, but not all of them together");
        }
        for (RequestPart part : List.copyOf(parts)) {
            List<RequestPart> others = new ArrayList<>(parts);
            others.remove(part);
            if (others.stream().noneMatch(other -> other.restsOn().test(part)) && isImpossible(others)) {
                parts = others;
            }
        }
        return lackOf(parts);
    }

    private boolean isImpossible(List<RequestPart> parts) {
        Optional<CandidateRequest> rest = RequestPart.join(plan.request(), parts);
        Optional<Plan> joined = rest.flatMap(request -> Plan.of(view, request));
        if (joined.isEmpty()) {
            return false;
        }
        steps.add(parts.size());
        return new TreeProbe(view, joined.get(), steps).look(tree, outside(joined.get())) == TreeProbe.Finding.NOTHING;
    }

    private List<SharingProvider> outside(Plan of) {
        return SharingProvider.reaching(SharingProvider.of(view, of), view.forest(), tree.root());
    }

    private Lack lackOf(List<RequestPart> parts) {
        Plan joined = RequestPart.join(plan.request(), parts)
                .flatMap(request -> Plan.of(view, request))
                .orElseThrow();
        List<String> parameters = new ArrayList<>();
        for (int demand = 0; demand < joined.demands().size(); demand++) {
            parameters.add(joined.demands().get(demand).parameter());
        }
        parameters.addAll(hostDevices(joined.request()));
        String conditions = parts.stream()
                .map(RequestPart::condition)
                .filter(condition -> !condition.isEmpty())
                .map(condition -> " " + condition)
                .collect(Collectors.joining(" and"));
        String cannot = "cannot serve " + listed(parameters) + (parameters.size() > 1 ? " together" : "") + conditions;
        if (joined.asksForDevices()) {
            return lack(tree.root(), cannot + ": no free devices together serve the whole request");
        }
        TreeMap<ProviderId, Server> servers = servers(joined);
        if (!conditions.isEmpty()) {
            return lack(tree.root(), cannot + sources(joined, servers));
        }
        if (servers.size() == 1) {
            Map.Entry<ProviderId, Server> only = servers.firstEntry();
            return lack(only.getKey(), cannot + ": it has " + only.getValue().supply(joined, true));
        }
        List<String> supplies = new ArrayList<>();
        servers.forEach((id, server) -> supplies.add(names.of(id) + " has " + server.supply(joined, false)));
        return lack(tree.root(), cannot + ": " + listed(shortened(supplies)));
    }

    /** The requests for devices that may come from anywhere on the host. */
    private static List<String> hostDevices(CandidateRequest request) {
        return request.groups().stream()
                .filter(group -> !group.isSuffixed())
                .flatMap(group -> group.devices().stream().map(group::parameter))
                .toList();
    }

    /** A provider that could serve some of the demands by itself. */
    private record Server(Tree tree, int member, List<Integer> demands) {
        /** What it has of the classes that it could serve. */
        String supply(Plan plan, boolean isAlone) {
            TreeMap<Integer, Long> asked = new TreeMap<>();
            for (int demand : demands) {
                Demand demanded = plan.demands().get(demand);
                for (int at = 0; at < demanded.slots().length; at++) {
                    asked.merge(demanded.slots()[at], demanded.amounts()[at], Long::sum);
                }
            }
            List<String> supplies = new ArrayList<>();
            asked.forEach((slot, amount) -> {
                int row = tree.row(member, plan.classNumbers()[slot]);
                if (!isAlone || amount > tree.largest(row)) {
                    supplies.add(supply(plan, slot, row, isAlone ? ", " + amount + " asked for" : ""));
                }
            });
            return listed(supplies);
        }

        private String supply(Plan plan, int slot, int row, String asked) {
            long most = tree.inventory(row).maxUnit();
            return Math.max(0, tree.free(row)) + " of " + tree.capacity(row) + " "
                    + plan.demands().classes().get(slot) + " free"
                    + (most < tree.free(row) ? " and gives " + most + " at most in one claim" : "") + asked;
        }
    }

    private TreeMap<ProviderId, Server> servers(Plan of) {
        TreeMap<ProviderId, Server> servers = new TreeMap<>();
        for (int demand = 0; demand < of.demands().size(); demand++) {
            Need need = of.needOf()[demand];
            for (int member = 0; member < tree.size(); member++) {
                if (need.isMetBy(tree, member)) {
                    server(servers, tree, member).demands().add(demand);
                }
            }
            for (SharingProvider provider : outside(of)) {
                if (need.isMetFor(tree, provider)) {
                    server(servers, provider.tree(), provider.member())
                            .demands()
                            .add(demand);
                }
            }
        }
        return servers;
    }

    private static Server server(TreeMap<ProviderId, Server> servers, Tree tree, int member) {
        return servers.computeIfAbsent(tree.id(member), id -> new Server(tree, member, new ArrayList<>()));
    }

    /** Which providers could serve each demand. */
    private String sources(Plan of, TreeMap<ProviderId, Server> servers) {
        List<String> sources = new ArrayList<>();
        for (int at = 0; at < of.demands().size(); at++) {
            int demand = at;
            List<String> serverNames = servers.entrySet().stream()
                    .filter(server -> server.getValue().demands().contains(demand))
                    .map(server -> names.of(server.getKey()))
                    .toList();
            sources.add(of.demands().get(demand).parameter() + " can come from " + listed(shortened(serverNames)));
        }
        return sources.isEmpty() ? "" : ": " + String.join(", ", sources);
    }

    private static List<String> shortened(List<String> all) {
        if (all.size() <= PROVIDERS_NAMED) {
            return all;
        }
        return ImmutableList.<String>builder()
                .addAll(all.subList(0, PROVIDERS_NAMED - 1))
                .add(all.size() - PROVIDERS_NAMED + 1 + " more")
                .build();
    }

    private static String listed(List<String> all) {
        return all.size() < 2
                ? String.join("", all)
                : String.join(", ", all.subList(0, all.size() - 1)) + " and " + all.get(all.size() - 1);
    }

    private Lack lack(ProviderId provider, String text) {
        return names.lack(Reason.NOT_TOGETHER, "", provider, text);
    }
}

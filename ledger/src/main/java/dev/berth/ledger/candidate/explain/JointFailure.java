package dev.berth.ledger.candidate;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.candidate.Explanation.Lack;
import dev.berth.ledger.candidate.Explanation.Reason;
import dev.berth.ledger.forest.Stand;
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
 * RequestPart parts} that
 * have no candidate there, found by leaving out one after the other and searching for the rest. For one thread.
 */
final class JointFailure {
    /** Requests of more parts are not taken apart: each is searched for once more for every part. */
    private static final int PARTS_MOST = 64;

    private static final int PROVIDERS_TOLD = 4;

    private final RegionView view;
    private final Plan plan;
    private final int standAt;
    private final int bit;
    private final Steps steps;

    JointFailure(RegionView view, Plan plan, int standAt, int bit, Steps steps) {
        this.view = view;
        this.plan = plan;
        this.standAt = standAt;
        this.bit = bit;
        this.steps = steps;
    }

    Lack lack() {
        List<RequestPart> parts = RequestPart.of(plan.request());
        if (parts.size() > PARTS_MOST) {
            return lack(tree().root(), "can serve each group, but not all of them together");
        }
        for (RequestPart part : List.copyOf(parts)) {
            List<RequestPart> others = new ArrayList<>(parts);
            others.remove(part);
            if (others.stream().noneMatch(other -> other.restsOn(part)) && isImpossible(others)) {
                parts = others;
            }
        }
        return told(parts);
    }

    private boolean isImpossible(List<RequestPart> parts) {
        Optional<CandidateRequest> rest = RequestPart.join(plan.request(), parts);
        Optional<Plan> joined = rest.flatMap(request -> Plan.of(view, request));
        if (joined.isEmpty()) {
            return false;
        }
        steps.make(parts.size());
        return new TreeProbe(view, joined.get(), steps).look(tree(), outside(joined.get())) == TreeProbe.Found.NOTHING;
    }

    private Tree tree() {
        return view.forest().stand(standAt).tree(bit);
    }

    private List<SharingProvider> outside(Plan of) {
        Stand stand = view.forest().stand(standAt);
        List<SharingProvider> sharing = SharingProvider.of(view, of);
        return SharingProvider.reaching(sharing, SharingProvider.reach(sharing, stand), bit);
    }

    private Lack told(List<RequestPart> parts) {
        Plan joined = RequestPart.join(plan.request(), parts)
                .flatMap(request -> Plan.of(view, request))
                .orElseThrow();
        List<String> names = new ArrayList<>();
        for (int demand = 0; demand < joined.demands().length; demand++) {
            names.add(joined.parameter(demand));
        }
        names.addAll(hostDevices(joined.request()));
        String conditions = parts.stream()
                .map(RequestPart::condition)
                .filter(condition -> !condition.isEmpty())
                .map(condition -> " " + condition)
                .collect(Collectors.joining(" and"));
        String cannot = "cannot serve " + listed(names) + (names.size() > 1 ? " together" : "") + conditions;
        if (joined.asksForDevices()) {
            return lack(tree().root(), cannot + ": no free devices can be had that serve all of it");
        }
        TreeMap<ProviderId, Server> servers = servers(joined);
        if (!conditions.isEmpty()) {
            return lack(tree().root(), cannot + sources(joined, servers));
        }
        if (servers.size() == 1) {
            Map.Entry<ProviderId, Server> only = servers.firstEntry();
            return lack(only.getKey(), cannot + ": it has " + only.getValue().stock(joined, true));
        }
        List<String> stocks = new ArrayList<>();
        servers.forEach((id, server) -> stocks.add(name(id) + " has " + server.stock(joined, false)));
        return lack(tree().root(), cannot + ": " + listed(shortened(stocks)));
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
        String stock(Plan plan, boolean isAlone) {
            TreeMap<Integer, Long> asked = new TreeMap<>();
            for (int demand : demands) {
                Need need = plan.demands()[demand];
                for (int at = 0; at < need.slots().length; at++) {
                    asked.merge(need.slots()[at], need.amounts()[at], Long::sum);
                }
            }
            List<String> stocks = new ArrayList<>();
            asked.forEach((slot, amount) -> {
                int row = tree.row(member, plan.classNumbers()[slot]);
                if (!isAlone || amount > tree.largest(row)) {
                    stocks.add(stock(plan, slot, row, isAlone ? ", " + amount + " asked for" : ""));
                }
            });
            return listed(stocks);
        }

        private String stock(Plan plan, int slot, int row, String asked) {
            long most = tree.inventory(row).maxUnit();
            return Math.max(0, tree.free(row)) + " of " + tree.capacity(row) + " "
                    + plan.classes().get(slot) + " free"
                    + (most < tree.free(row) ? " and gives " + most + " at most in one claim" : "") + asked;
        }
    }

    private TreeMap<ProviderId, Server> servers(Plan of) {
        TreeMap<ProviderId, Server> servers = new TreeMap<>();
        for (int demand = 0; demand < of.demands().length; demand++) {
            Need need = of.demands()[demand];
            for (int member = 0; member < tree().size(); member++) {
                if (need.isMetBy(tree(), member)) {
                    server(servers, tree(), member).demands().add(demand);
                }
            }
            for (SharingProvider provider : outside(of)) {
                if (need.isMetFor(tree(), provider)) {
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

    /** Where each demand could come from. */
    private String sources(Plan of, TreeMap<ProviderId, Server> servers) {
        List<String> sources = new ArrayList<>();
        for (int at = 0; at < of.demands().length; at++) {
            int demand = at;
            List<String> names = servers.entrySet().stream()
                    .filter(server -> server.getValue().demands().contains(demand))
                    .map(server -> name(server.getKey()))
                    .toList();
            sources.add(of.parameter(demand) + " can come from " + listed(shortened(names)));
        }
        return sources.isEmpty() ? "" : ": " + String.join(", ", sources);
    }

    private static List<String> shortened(List<String> all) {
        if (all.size() <= PROVIDERS_TOLD) {
            return all;
        }
        return ImmutableList.<String>builder()
                .addAll(all.subList(0, PROVIDERS_TOLD - 1))
                .add(all.size() - PROVIDERS_TOLD + 1 + " more")
                .build();
    }

    private static String listed(List<String> all) {
        return all.size() < 2
                ? String.join("", all)
                : String.join(", ", all.subList(0, all.size() - 1)) + " and " + all.get(all.size() - 1);
    }

    private Lack lack(ProviderId provider, String text) {
        return new Lack(Reason.NOT_TOGETHER, "", provider, name(provider), text);
    }

    private String name(ProviderId id) {
        return view.provider(id).map(Provider::name).orElse("");
    }
}

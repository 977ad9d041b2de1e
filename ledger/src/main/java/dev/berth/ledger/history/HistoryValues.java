package dev.berth.ledger.history;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.decision.Refusal;
import dev.berth.events.model.Origin;
import dev.berth.events.model.Position;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.candidate.explain.Explanation.Miss;
import java.util.Map;
import java.util.Optional;

/**
 * What histories and their like are to programs: maps of names to values in a fixed order, where a value is a String, a
 * number, a Boolean, another map, a list, or an Optional, which is null if empty. Whoever tells it writes the same
 * JSON. Stateless.
 */
public final class HistoryValues {
    private HistoryValues() {}

    public static ImmutableMap<String, Object> of(HistoryEntry entry) {
        return ImmutableMap.<String, Object>builder()
                .putAll(of(entry.position()))
                .put("command", entry.commandKind().name())
                .put("command_id", entry.commandId().toString())
                .put("origin", entry.origin().map(HistoryValues::of))
                .put("reason", entry.reason())
                .put("refusal", entry.refusal().map(HistoryValues::of))
                .put(
                        "changes",
                        entry.changes().stream().map(HistoryValues::of).collect(ImmutableList.toImmutableList()))
                .build();
    }

    private static ImmutableMap<String, Object> of(FieldChange change) {
        return ImmutableMap.of("of", change.of(), "field", change.field(), "from", change.from(), "to", change.to());
    }

    public static ImmutableMap<String, Object> of(Position position) {
        return ImmutableMap.of(
                "partition", position.partition(), "offset", position.offset(), "timestamp_ms", position.timestampMs());
    }

    public static ImmutableMap<String, Object> of(Refusal refusal) {
        ImmutableMap.Builder<String, Object> facts = ImmutableMap.builder();
        refusal.facts().forEach((fact, value) -> facts.put(Ascii.toLowerCase(fact.name()), value));
        return ImmutableMap.of("code", refusal.rejection().name(), "facts", facts.build());
    }

    /** Marked as self-declared: a record proves nothing of who wrote it. */
    public static ImmutableMap<String, Object> of(Origin origin) {
        return ImmutableMap.<String, Object>builder()
                .put("self_declared", true)
                .put("kind", origin.kind())
                .put("user_id", origin.userId())
                .put("project_id", origin.projectId())
                .put("roles", origin.roles())
                .put("request_id", origin.requestId())
                .put("global_request_id", origin.globalRequestId())
                .put("agent_host", origin.agentHost())
                .put("agent_version", origin.agentVersion())
                .build();
    }

    public static ImmutableMap<String, Object> of(Why why) {
        return ImmutableMap.<String, Object>builder()
                .put("consumer", why.consumer().toString())
                .putAll(of(why.position()))
                .put("command", why.commandKind().name())
                .put("command_id", why.commandId().toString())
                .put("origin", why.origin().map(HistoryValues::of))
                .put("reason", why.reason())
                .put("decided_in", why.decidedIn().map(HistoryValues::of))
                .put("has", of(why.has()))
                .put("had", of(why.had()))
                .put("others", why.others().stream().map(HistoryValues::of).collect(ImmutableList.toImmutableList()))
                .put("other_count", why.otherCount())
                .put("alternatives", of(why.alternatives()))
                .put("more_alternatives", why.alternatives().areMore())
                .put("alternatives_cut", why.alternatives().cut().map(Enum::name))
                .put(
                        "no_candidates",
                        why.alternatives().misses().stream()
                                .map(HistoryValues::of)
                                .collect(ImmutableList.toImmutableList()))
                .put("trees_left_out", why.alternatives().treesLeftOut())
                .put(
                        "device_order",
                        Optional.of(Why.DEVICE_ORDER)
                                .filter(order -> !why.has().devices().isEmpty()))
                .put("free_devices", byId(why.freeDevices()))
                .build();
    }

    private static ImmutableMap<String, Object> of(Miss miss) {
        return ImmutableMap.of(
                "root",
                miss.root().toString(),
                "root_name",
                miss.rootName(),
                "lacks",
                miss.lacks().stream()
                        .map(lack -> ImmutableMap.of(
                                "reason",
                                lack.reason().name(),
                                "provider",
                                lack.provider().toString(),
                                "name",
                                lack.providerName(),
                                "text",
                                lack.text()))
                        .collect(ImmutableList.toImmutableList()));
    }

    private static ImmutableMap<String, Object> of(Why.Other other) {
        return ImmutableMap.of("consumer", other.consumer().toString(), "had", of(other.had()), "has", of(other.has()));
    }

    public static ImmutableMap<String, Object> of(Holding held) {
        ImmutableList.Builder<Object> allocations = ImmutableList.builder();
        held.allocations()
                .forEach((provider, amounts) -> allocations.add(ImmutableMap.of(
                        "provider",
                        provider.toString(),
                        "name",
                        Optional.ofNullable(held.names().get(provider)),
                        "resources",
                        amounts(amounts))));
        return ImmutableMap.of(
                "allocations",
                allocations.build(),
                "devices",
                held.devices().stream()
                        .map(device -> ImmutableMap.of(
                                "host",
                                device.host().toString(),
                                "address",
                                device.address().toString(),
                                "request",
                                device.request()))
                        .collect(ImmutableList.toImmutableList()),
                "host_cells",
                held.placement().stream()
                        .flatMap(placed -> placed.cells().stream())
                        .map(cell -> cell.hostCell())
                        .collect(ImmutableList.toImmutableList()));
    }

    private static ImmutableList<Object> of(Alternatives alternatives) {
        return alternatives.first().stream()
                .map(each -> ImmutableMap.of(
                        "chosen",
                        each.isChosen(),
                        "takes",
                        each.shares().stream()
                                .map(share -> ImmutableMap.of(
                                        "provider",
                                        share.provider().toString(),
                                        "name",
                                        share.name(),
                                        "resources",
                                        amounts(share.taken()),
                                        "free_before",
                                        amounts(share.free())))
                                .collect(ImmutableList.toImmutableList())))
                .collect(ImmutableList.toImmutableList());
    }

    private static ImmutableMap<String, Object> amounts(ImmutableSortedMap<ResourceClass, Long> amounts) {
        return byId(amounts);
    }

    private static ImmutableMap<String, Object> byId(Map<?, Long> amounts) {
        ImmutableMap.Builder<String, Object> named = ImmutableMap.builder();
        amounts.forEach((id, amount) -> named.put(id.toString(), amount));
        return named.build();
    }
}

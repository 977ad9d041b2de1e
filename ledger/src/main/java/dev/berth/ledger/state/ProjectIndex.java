package dev.berth.ledger.state;

import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import io.vavr.collection.TreeMap;
import java.util.Map;

/**
 * The consumers of each project, for queries: no decision asks for them, so that only views have it. What is found by a
 * text stands in order and not by hash, because anyone who chooses texts can give any number of them one hash.
 * Immutable.
 */
public final class ProjectIndex {
    static final ProjectIndex EMPTY = new ProjectIndex(TreeMap.empty());

    private final TreeMap<String, IdSet<ConsumerId>> consumers;

    private ProjectIndex(TreeMap<String, IdSet<ConsumerId>> consumers) {
        this.consumers = consumers;
    }

    /** The index of consumers as they were read back from a store. */
    static ProjectIndex restored(Iterable<Consumer> consumers) {
        Map<String, IdSet.Builder<ConsumerId>> sets = new java.util.TreeMap<>();
        for (Consumer consumer : consumers) {
            sets.computeIfAbsent(consumer.projectId(), none -> new IdSet.Builder<>())
                    .add(consumer.id());
        }
        TreeMap<String, IdSet<ConsumerId>> all = TreeMap.empty();
        for (Map.Entry<String, IdSet.Builder<ConsumerId>> each : sets.entrySet()) {
            all = all.put(each.getKey(), each.getValue().build());
        }
        return all.isEmpty() ? EMPTY : new ProjectIndex(all);
    }

    /** The projects that have any, in order. */
    public Iterable<String> all() {
        return consumers.keySet();
    }

    /** Those that belong to the project, ordered by id. */
    public Iterable<ConsumerId> of(String projectId) {
        return set(projectId);
    }

    /**
     * The index of another table.
     *
     * @param changed the consumers in which it may differ
     * @param before the table that this is the index of
     */
    ProjectIndex with(Iterable<ConsumerId> changed, ConsumerTable before, ConsumerTable after) {
        Map<String, IdSet<ConsumerId>> sets = new java.util.TreeMap<>();
        for (ConsumerId id : changed) {
            String from = before.find(id).map(Consumer::projectId).orElse(null);
            String to = after.find(id).map(Consumer::projectId).orElse(null);
            if (from != null && !from.equals(to)) {
                sets.compute(from, (project, set) -> (set == null ? set(project) : set).without(id));
            }
            if (to != null && !to.equals(from)) {
                sets.compute(to, (project, set) -> (set == null ? set(project) : set).with(id));
            }
        }
        TreeMap<String, IdSet<ConsumerId>> all = consumers;
        for (Map.Entry<String, IdSet<ConsumerId>> each : sets.entrySet()) {
            all = each.getValue().isEmpty() ? all.remove(each.getKey()) : all.put(each.getKey(), each.getValue());
        }
        return sets.isEmpty() ? this : new ProjectIndex(all);
    }

    private IdSet<ConsumerId> set(String projectId) {
        return consumers.getOrElse(projectId, IdSet.empty());
    }
}

package dev.berth.projector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;

/**
 * The coordinator of a simulated group of projectors, as Kafka's classic one with static members: a partition is given
 * to another only after its holder has joined again without it, or is not heard for a session. For one thread.
 */
final class SimulatedGroup {
    static final long SESSION_NS = 6_000_000_000L;
    private static final long REBALANCE_NS = 3_000_000_000L;

    /** What a member hears when it reports. */
    enum Word {
        STAY,
        JOIN,
        UNKNOWN
    }

    private static final class Member {
        private final int place;
        private long heardNs;
        private int generation;
        private boolean hasJoined;

        /** The partitions whose tasks it had open when it joined last. */
        private Set<Integer> owned = Set.of();

        Member(int place, long nowNs) {
            this.place = place;
            this.heardNs = nowNs;
        }
    }

    private final SimulatedTime time;
    private final SplittableRandom random;
    private final TreeMap<String, Member> members = new TreeMap<>();
    private final String[] holders;

    /** The place of the instance with the warmest copy of a partition. */
    private final IntUnaryOperator warmest;

    private boolean isStable = true;
    private int generation;
    private long deadlineNs;
    private boolean isAgainWanted;

    SimulatedGroup(SimulatedTime time, SplittableRandom random, int partitions, IntUnaryOperator warmest) {
        this.time = time;
        this.random = random;
        this.holders = new String[partitions];
        this.warmest = warmest;
    }

    int generation() {
        return generation;
    }

    boolean isStable() {
        return isStable;
    }

    boolean holds(String member, int partition) {
        return member.equals(holders[partition]);
    }

    Word report(String name) {
        Member member = members.get(name);
        if (member == null) {
            return Word.UNKNOWN;
        }
        member.heardNs = time.nowNs();
        return isStable && member.generation == generation || member.hasJoined ? Word.STAY : Word.JOIN;
    }

    /** Whether what a member commits counts. */
    boolean isCurrent(String name, int ofGeneration) {
        return members.containsKey(name) && ofGeneration == generation;
    }

    /** A member joins, for the first time or again; one of the same place takes over from its predecessor. */
    void join(String name, int place, Set<Integer> owned) {
        Member member = members.get(name);
        if (member == null) {
            member = new Member(place, time.nowNs());
            String before = predecessor(place);
            members.put(name, member);
            if (before != null) {
                Member replaced = members.remove(before);
                for (int partition = 0; partition < holders.length; partition++) {
                    if (before.equals(holders[partition])) {
                        holders[partition] = name;
                    }
                }
                if (isStable && replaced.generation == generation) {
                    member.generation = generation;
                    return;
                }
            }
        }
        member.heardNs = time.nowNs();
        member.hasJoined = true;
        member.owned = owned;
        if (isStable) {
            begin();
        }
        completeIfAllHaveJoined();
    }

    private String predecessor(int place) {
        for (Map.Entry<String, Member> each : members.entrySet()) {
            if (each.getValue().place == place) {
                return each.getKey();
            }
        }
        return null;
    }

    void leave(String name) {
        if (members.remove(name) != null) {
            forget(name);
            begin();
            completeIfAllHaveJoined();
        }
    }

    private void forget(String name) {
        for (int partition = 0; partition < holders.length; partition++) {
            if (name.equals(holders[partition])) {
                holders[partition] = null;
            }
        }
    }

    /** Members are to change places, for no reason of theirs. */
    void begin() {
        if (isStable && !members.isEmpty()) {
            isStable = false;
            deadlineNs = time.nowNs() + REBALANCE_NS;
        }
    }

    /** To be called now and then. */
    void look() {
        List<String> gone = new ArrayList<>();
        members.forEach((name, member) -> {
            boolean isLate = !isStable && time.nowNs() >= deadlineNs && !member.hasJoined;
            if (time.nowNs() - member.heardNs > SESSION_NS || isLate) {
                gone.add(name);
            }
        });
        gone.forEach(name -> {
            members.remove(name);
            forget(name);
            begin();
        });
        completeIfAllHaveJoined();
        if (isStable && isAgainWanted) {
            isAgainWanted = false;
            begin();
        }
    }

    private void completeIfAllHaveJoined() {
        if (isStable || members.isEmpty() || members.values().stream().anyMatch(member -> !member.hasJoined)) {
            if (members.isEmpty()) {
                isStable = true;
                Arrays.fill(holders, null);
            }
            return;
        }
        generation++;
        for (int partition = 0; partition < holders.length; partition++) {
            String wanted = wanted(partition);
            boolean isFree = isFree(partition, wanted);
            holders[partition] = isFree ? wanted : null;
            isAgainWanted |= !isFree;
        }
        members.values().forEach(member -> {
            member.generation = generation;
            member.hasJoined = false;
        });
        isStable = true;
        time.trace(generation);
    }

    private boolean isFree(int partition, String forMember) {
        return members.entrySet().stream()
                .allMatch(each -> each.getKey().equals(forMember)
                        || !each.getValue().owned.contains(partition));
    }

    private String wanted(int partition) {
        String warm = predecessor(warmest.applyAsInt(partition));
        int choice = random.nextInt(8);
        if (choice == 0 || warm == null) {
            return List.copyOf(members.keySet()).get(random.nextInt(members.size()));
        }
        return holders[partition] != null && choice < 6 ? holders[partition] : warm;
    }

    /** What it says of itself. */
    Group describe() {
        Map<String, Set<Integer>> partitions = new TreeMap<>();
        members.keySet().forEach(name -> partitions.put(name, new TreeSet<>()));
        if (isStable) {
            for (int partition = 0; partition < holders.length; partition++) {
                if (holders[partition] != null) {
                    partitions.get(holders[partition]).add(partition);
                }
            }
        }
        return new Group(isStable, partitions);
    }
}

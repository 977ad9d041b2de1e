package dev.berth.ledger.candidate;

import dev.berth.ledger.candidate.request.CandidateRequest.Nesting;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Small regions and requests for them in which everything happens often, as text, each from one seed. */
final class RandomRequests {
    static final List<String> CLASSES = List.of("VCPU", "MEMORY_MB", "DISK_GB", "SRIOV_NET_VF", "CUSTOM_MAGIC");
    static final List<String> TRAITS = List.of("HW_CPU_X86_VMX", "HW_NIC_OFFLOAD_GRO", "CUSTOM_FAST", "CUSTOM_GOLD");
    private static final List<String> RATIOS = List.of("", "", "", "x1.5", "x2", "x0.5");
    private static final List<String> RACKS = List.of("rack1", "rack2", "rack3");
    private static final List<String> SUFFIXES = List.of("_A", "_B", "_C");

    private static final List<String> OLD_SUFFIXES = List.of("1", "2", "3");

    private final Random random;
    private int providers;
    private boolean isNew;

    RandomRequests(long seed) {
        random = new Random(seed);
    }

    /** The text of a region, see {@link TestingRegion}. */
    String region() {
        StringBuilder text = new StringBuilder();
        boolean isSharing = random.nextInt(3) > 0;
        boolean isFlat = random.nextInt(6) == 0;
        for (int tree = 2 + random.nextInt(3); tree > 0; tree--) {
            addProvider(text, 0, isSharing && random.nextInt(3) == 0, isFlat);
        }
        return text.toString();
    }

    private void addProvider(StringBuilder text, int level, boolean shares, boolean isFlat) {
        text.append("  ".repeat(level)).append("p").append(providers++);
        for (String resourceClass : some(CLASSES, level == 0 ? 2 : 3)) {
            text.append(' ').append(resourceClass).append('=').append(inventory());
        }
        some(TRAITS, 3).forEach(trait -> text.append(" +").append(trait));
        some(RACKS, 3).forEach(rack -> text.append(" @").append(rack));
        text.append(shares ? " +MISC_SHARES_VIA_AGGREGATE\n" : "\n");
        boolean isSharingTree = shares && random.nextInt(3) > 0;
        for (int child = isFlat || isSharingTree || level == 3 ? 0 : random.nextInt(level == 0 ? 4 : 3);
                child > 0;
                child--) {
            addProvider(text, level + 1, random.nextInt(12) == 0, false);
        }
    }

    private String inventory() {
        int total = 1 + random.nextInt(6);
        int used = random.nextInt(3) == 0 ? random.nextInt(total + 1) : 0;
        String reserved = total > 1 && random.nextInt(6) == 0 ? "-1" : "";
        int step = random.nextInt(8) == 0 ? 2 : 1;
        int max = 1 + random.nextInt(5);
        String units = random.nextInt(4) == 0 ? "[" + (1 + random.nextInt(2)) + ".." + max + "," + step + "]" : "";
        return used + "/" + total + reserved + RATIOS.get(random.nextInt(RATIOS.size())) + units;
    }

    /** About one in so many of the given. */
    private List<String> some(List<String> all, int oneIn) {
        return all.stream().filter(each -> random.nextInt(oneIn) == 0).toList();
    }

    private String any(List<String> all) {
        return all.get(random.nextInt(all.size()));
    }

    private boolean rarely() {
        return random.nextInt(6) == 0;
    }

    /** A query with names as {@link TestingQuery} reads them, that 1.39 takes, or 1.28 if it does not know of trees. */
    String query(Nesting nesting) {
        isNew = nesting == Nesting.AWARE;
        List<String> parameters = new ArrayList<>();
        List<String> suffixes = new ArrayList<>((isNew ? SUFFIXES : OLD_SUFFIXES).subList(0, random.nextInt(4)));
        if (suffixes.isEmpty() || random.nextBoolean()) {
            addGroup(parameters, "", true);
        }
        List<String> subtree = new ArrayList<>();
        for (int at = 0; at < suffixes.size(); at++) {
            boolean isResourceless = isNew && at > 0 && rarely();
            addGroup(parameters, suffixes.get(at), !isResourceless);
            if (isResourceless || isNew && rarely()) {
                subtree.add(suffixes.get(at));
            }
        }
        if (!subtree.isEmpty()) {
            if (!subtree.contains(suffixes.get(0))) {
                subtree.add(suffixes.get(0));
            }
            parameters.add("same_subtree=" + String.join(",", subtree));
        }
        // The real service adds to shared amounts twice unless the policy is none, so most requests say it.
        parameters.add("group_policy=" + (random.nextInt(4) == 0 ? "isolate" : "none"));
        if (isNew && rarely()) {
            parameters.add("root_required=" + (random.nextBoolean() ? "!" : "") + any(TRAITS));
        }
        Collections.shuffle(parameters, random);
        return String.join("&", parameters);
    }

    private void addGroup(List<String> parameters, String suffix, boolean hasResources) {
        if (hasResources) {
            List<String> amounts = new ArrayList<>();
            some(CLASSES, 3).forEach(name -> amounts.add(name + ":" + (1 + random.nextInt(3))));
            if (amounts.isEmpty()) {
                amounts.add(any(CLASSES) + ":1");
            }
            parameters.add("resources" + suffix + "=" + String.join(",", amounts));
        }
        List<String> traits = new ArrayList<>(TRAITS);
        Collections.shuffle(traits, random);
        String plain = (!hasResources || rarely() ? traits.get(0) + "," : "") + (rarely() ? "!" + traits.get(1) : "");
        if (!plain.isEmpty()) {
            parameters.add(
                    "required" + suffix + "=" + (plain.endsWith(",") ? plain.substring(0, plain.length() - 1) : plain));
        }
        if (rarely()) {
            parameters.add("member_of" + suffix + "=<" + any(RACKS) + ">");
        }
        if (rarely()) {
            parameters.add("member_of" + suffix + "=in:<rack1>,<rack3>");
        }
        if (isNew && rarely()) {
            parameters.add("required" + suffix + "=in:" + traits.get(2) + "," + traits.get(3));
        }
        if (isNew && rarely() && random.nextBoolean()) {
            parameters.add("member_of" + suffix + "=!<" + any(RACKS) + ">");
        }
        if (isNew && hasResources && rarely() && random.nextBoolean()) {
            parameters.add("in_tree" + suffix + "=<p" + random.nextInt(providers) + ">");
        }
    }
}

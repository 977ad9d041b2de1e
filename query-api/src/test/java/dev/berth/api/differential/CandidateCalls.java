package dev.berth.api.differential;

import java.util.ArrayList;
import java.util.List;

/** Requests for allocation candidates, of one group and of several, by every parameter. */
final class CandidateCalls implements CallFamily {
    private static final int LIMIT = 16;
    private static final int TRAITS = 17;
    private static final int MEMBER_OF = 21;
    private static final int GROUPS = 25;
    private static final int IN_TREE = 31;
    private static final int NAMED_GROUPS = 33;
    private static final int ROOT_REQUIRED = 35;
    private static final int SAME_SUBTREE = 36;

    private final Dice dice;
    private final Names names;
    private final Filters filters;

    CandidateCalls(Dice dice, Names names, Filters filters) {
        this.dice = dice;
        this.names = names;
        this.filters = filters;
    }

    @Override
    public ApiCall next(int minor) {
        List<String> parameters = new ArrayList<>();
        List<String> suffixes = suffixes(minor);
        List<String> named = suffixes.stream().filter(s -> !s.isEmpty()).toList();
        List<String> together = minor >= SAME_SUBTREE && named.size() > 1 && dice.oneIn(3) ? named : List.of();
        for (String suffix : suffixes) {
            addGroup(parameters, suffix, minor, together.contains(suffix) && dice.oneIn(5));
        }
        if (suffixes.size() > 1 && !dice.oneIn(12)) {
            parameters.add("group_policy=" + dice.pick("none", "isolate"));
        }
        if (minor >= LIMIT && dice.oneIn(8)) {
            parameters.add("limit=" + dice.below(5));
        }
        if (minor >= ROOT_REQUIRED && dice.oneIn(6)) {
            parameters.add("root_required=" + (dice.oneIn(4) ? "!" : "") + names.trait());
        }
        if (!together.isEmpty()) {
            parameters.add("same_subtree=" + String.join(",", together));
        }
        return ApiCall.get(minor, "/allocation_candidates?" + String.join("&", parameters));
    }

    private List<String> suffixes(int minor) {
        int groups = minor >= GROUPS ? dice.upTo(3) : 1;
        List<String> suffixes = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            boolean isPlain = i == 0 && (minor < GROUPS || dice.oneIn(2));
            suffixes.add(isPlain ? "" : minor >= NAMED_GROUPS && dice.oneIn(2) ? "_G" + i : "" + (i + 1));
        }
        return suffixes;
    }

    private void addGroup(List<String> parameters, String suffix, int minor, boolean isResourceless) {
        if (!isResourceless) {
            parameters.add("resources" + suffix + "=" + filters.amounts());
        }
        if (minor >= TRAITS && (isResourceless || dice.oneIn(4))) {
            parameters.add("required" + suffix + "=" + filters.required(minor));
        }
        if (minor >= MEMBER_OF && dice.oneIn(5)) {
            parameters.add("member_of" + suffix + "=" + filters.memberOf());
        }
        if (minor >= IN_TREE && dice.oneIn(6)) {
            parameters.add("in_tree" + suffix + "=" + names.provider());
        }
    }
}

package dev.berth.api.differential;

import java.util.stream.Collectors;

/** The small languages inside query parameters. */
final class Filters {
    private static final int ANY_TRAITS = 39;

    private final Dice dice;

    Filters(Dice dice) {
        this.dice = dice;
    }

    String amounts() {
        return dice.some(Names.CLASSES, 2).stream()
                .map(c -> c + ":" + dice.upTo(dice.oneIn(6) ? 40 : 6))
                .collect(Collectors.joining(","));
    }

    String required(int minor) {
        if (minor >= ANY_TRAITS - 1 && dice.oneIn(4)) {
            return "in:" + String.join(",", dice.some(Names.TRAITS, 2));
        }
        return dice.some(Names.TRAITS, 2).stream()
                .map(t -> (dice.oneIn(4) ? "!" : "") + t)
                .collect(Collectors.joining(","));
    }

    String memberOf() {
        String aggregate = dice.pick(Names.aggregates());
        return switch (dice.below(6)) {
            case 0 -> "in:" + String.join(",", dice.some(Names.aggregates(), 2));
            case 1 -> "!" + aggregate;
            case 2 -> "!in:" + String.join(",", dice.some(Names.aggregates(), 2));
            default -> aggregate;
        };
    }
}

package dev.berth.auditor;

import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Decisions as an operator reads them, and of two that differ only what differs. */
final class DecisionText {
    private DecisionText() {}

    record Pair(String recorded, String refolded) {}

    static String of(Decision decision) {
        return decision.commandKind() + " " + of(decision.outcome());
    }

    private static String of(Outcome outcome) {
        return outcome.refusal()
                .map(refusal -> "refused " + refusal)
                .orElse(
                        outcome.events().isEmpty()
                                ? "accepted, nothing to change"
                                : outcome.events().stream()
                                        .map(Event::toString)
                                        .collect(Collectors.joining(", ", "accepted ", "")));
    }

    static Pair difference(Decision recorded, Decision refolded) {
        List<String> left = new ArrayList<>();
        List<String> right = new ArrayList<>();
        add(left, right, "command ", recorded.commandId(), refolded.commandId());
        add(left, right, "", recorded.commandKind(), refolded.commandKind());
        add(
                left,
                right,
                "time ",
                recorded.position().timestampMs(),
                refolded.position().timestampMs());
        add(left, right, "rules version ", recorded.rulesVersion(), refolded.rulesVersion());
        add(left, right, "", of(recorded.outcome()), of(refolded.outcome()));
        add(left, right, "chain ", recorded.chain(), refolded.chain());
        return new Pair(String.join("; ", left), String.join("; ", right));
    }

    private static void add(List<String> left, List<String> right, String name, Object recorded, Object refolded) {
        if (!recorded.equals(refolded)) {
            left.add(name + recorded);
            right.add(name + refolded);
        }
    }
}

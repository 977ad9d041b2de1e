package dev.berth.auditor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.auditor.HeadProof.Verdict;
import dev.berth.auditor.proof.HeadFile;
import dev.berth.events.model.Printable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was found of saved heads, as it is read: a line for each file and verdict, or JSON. */
final class HeadText {
    private HeadText() {}

    static List<String> of(List<HeadProof> proofs) {
        Map<String, EnumMap<Verdict, Integer>> counts = new LinkedHashMap<>();
        for (HeadProof proof : proofs) {
            counts.computeIfAbsent(name(proof.file()), none -> new EnumMap<>(Verdict.class))
                    .merge(proof.verdict(), 1, Integer::sum);
        }
        List<String> lines = new ArrayList<>();
        counts.forEach((file, verdicts) -> verdicts.forEach(
                (verdict, count) -> lines.add(file + ": " + count + " " + words(verdict, count == 1))));
        return lines;
    }

    private static String name(HeadFile file) {
        return "heads in " + Printable.of(file.file().toString()) + ", saved at " + file.savedAt()
                + file.signer().map(key -> " and signed by " + key).orElse(" and not signed");
    }

    private static String words(Verdict verdict, boolean isOne) {
        return switch (verdict) {
            case KEPT ->
                (isOne ? "is" : "are") + " in the log's chains, so all up to there is as it was recorded and decided";
            case BROKEN -> (isOne ? "is" : "are") + " not in the log's chains any more";
            case NOT_COMPARED -> "could not be compared";
        };
    }

    static void write(ArrayNode array, List<HeadProof> proofs) {
        for (HeadProof proof : proofs) {
            ObjectNode node = array.addObject();
            node.put("file", proof.file().file().toString());
            node.put("saved", proof.file().savedAt().toString());
            proof.file().signer().ifPresent(key -> node.put("key", key.hex()));
            node.put("region", proof.head().region().name());
            node.put("partition", proof.head().position().partition());
            node.put("offset", proof.head().position().offset());
            node.put("timestamp_ms", proof.head().position().timestampMs());
            node.put("decided", proof.head().decided());
            node.put("chain", proof.head().chain().toString());
            node.put("verdict", proof.verdict().name());
        }
    }
}

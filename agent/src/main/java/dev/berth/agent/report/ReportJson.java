package dev.berth.agent.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.events.json.BoundedJson;
import dev.berth.events.model.CommandId;
import dev.berth.events.report.ReportDocument;
import java.util.List;
import java.util.UUID;

/** What came of making a report, as programs read it; the API takes it as a report, if it holds one. */
public final class ReportJson {
    private static final ObjectMapper MAPPER = BoundedJson.mapper();

    /** The document does not name the command that carries it. */
    private static final CommandId UNSENT = new CommandId(new UUID(0, 0));

    private ReportJson() {}

    /** One object, indented: problems, warnings and, if nothing stands against it, the report. */
    public static String render(ReportAttempt attempt) {
        ObjectNode json = MAPPER.createObjectNode();
        addAll(json.putArray("problems"), attempt.problems());
        addAll(json.putArray("warnings"), attempt.warnings());
        attempt.report().ifPresent(report -> json.setAll(ReportDocument.of(report.toCommand(UNSENT))));
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("expected a tree of plain values but got " + json, e);
        }
    }

    private static void addAll(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }
}

package dev.berth.api.verify;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.api.problem.Problem;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an auditor says that a verify came to. Immutable.
 *
 * @param endedAt by the auditor's clock
 * @param read the last offset of each partition of the log that was read
 * @param compared how many decisions were compared
 * @param differences all of them; of the stores, how many differ or could not be asked for
 * @param isFromCheckpoint whether it began at a checkpoint, and not at the beginning of the log
 * @param isOfStores whether what is on the disks of the instances was compared too
 */
record VerifyResult(
        Verdict verdict,
        Instant endedAt,
        ImmutableSortedMap<Integer, Long> read,
        long compared,
        long differences,
        boolean isFromCheckpoint,
        boolean isOfStores) {
    /**
     * Reads what fits the schema.
     *
     * @throws dev.berth.api.problem.ProblemException 400 if it contradicts itself
     */
    static VerifyResult of(JsonNode body) {
        Verdict verdict = Verdict.of(body.get("verdict").textValue());
        long differences = body.get("differences").longValue();
        if (!verdict.mayHave(differences)) {
            throw Problem.badRequest("A verify that came to " + verdict + " has found "
                            + (verdict == Verdict.DIFFERENCES ? "at least one difference" : "no differences")
                            + ", but differences is " + differences + ".")
                    .exception();
        }
        return new VerifyResult(
                verdict,
                time(body.get("ended_at").textValue()),
                read(body.get("read")),
                body.get("compared").longValue(),
                differences,
                body.get("from_checkpoint").booleanValue(),
                body.get("stores").booleanValue());
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Problem.badRequest("expected ended_at as a time such as 2026-11-29T21:04:11Z but got '" + text + "'")
                    .exception();
        }
    }

    private static ImmutableSortedMap<Integer, Long> read(JsonNode partitions) {
        TreeMap<Integer, Long> read = new TreeMap<>();
        for (JsonNode each : partitions) {
            int partition = each.get("partition").intValue();
            if (read.put(partition, each.get("offset").longValue()) != null) {
                throw Problem.badRequest("expected each partition once in read but got " + partition + " twice")
                        .exception();
            }
        }
        return ImmutableSortedMap.copyOfSorted(read);
    }

    /** Writes its fields into an object that is begun. */
    void write(JsonGenerator json) throws IOException {
        json.writeStringField("verdict", verdict.toString());
        json.writeStringField("ended_at", endedAt.toString());
        json.writeArrayFieldStart("read");
        for (Map.Entry<Integer, Long> partition : read.entrySet()) {
            json.writeStartObject();
            json.writeNumberField("partition", partition.getKey());
            json.writeNumberField("offset", partition.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("compared", compared);
        json.writeNumberField("differences", differences);
        json.writeBooleanField("from_checkpoint", isFromCheckpoint);
        json.writeBooleanField("stores", isOfStores);
    }
}

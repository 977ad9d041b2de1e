package dev.berth.cli.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.events.json.BoundedJson;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a backup says of itself at its beginning.
 *
 * @param madeAt when it was begun, RFC 3339
 * @param madeBy which version of Berth made it
 * @param logId Kafka's id of the topic that was read
 * @param begins the first offset of each partition of the log
 * @param ends behind the last offset of each partition that is in the backup
 */
record BackupHeader(
        String madeAt, String madeBy, String logId, TreeMap<Integer, Long> begins, TreeMap<Integer, Long> ends) {
    private static final ObjectMapper MAPPER = BoundedJson.mapper();
    private static final int PARTITIONS_MAX = 100_000;

    String json() {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("made_at", madeAt).put("made_by", madeBy).put("log_id", logId);
        ObjectNode partitions = json.putObject("partitions");
        for (Map.Entry<Integer, Long> begin : begins.entrySet()) {
            partitions
                    .putObject(begin.getKey().toString())
                    .put("begin", begin.getValue())
                    .put("end", ends.get(begin.getKey()));
        }
        return json.toString();
    }

    /** @throws IOException if it is no header of a backup */
    static BackupHeader parse(String text) throws IOException {
        JsonNode json = MAPPER.readTree(text);
        TreeMap<Integer, Long> begins = new TreeMap<>();
        TreeMap<Integer, Long> ends = new TreeMap<>();
        JsonNode partitions = json.path("partitions");
        if (partitions.isEmpty() || partitions.size() > PARTITIONS_MAX) {
            throw new IOException("its header names " + partitions.size() + " partitions");
        }
        for (int partition = 0; partition < partitions.size(); partition++) {
            JsonNode each = partitions.path(Integer.toString(partition));
            long begin = each.path("begin").asLong(-1);
            long end = each.path("end").asLong(-1);
            if (begin < 0 || end < begin) {
                throw new IOException("its header says nothing that can be so of partition " + partition);
            }
            begins.put(partition, begin);
            ends.put(partition, end);
        }
        return new BackupHeader(
                json.path("made_at").asText(),
                json.path("made_by").asText(),
                json.path("log_id").asText(),
                begins,
                ends);
    }
}

package dev.berth.api.server;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.events.log.LogMark;
import java.io.IOException;

/** What was taken last of a partition, as fields. */
final class MarkJson {
    private MarkJson() {}

    static void write(JsonGenerator json, LogMark mark) throws IOException {
        json.writeStringField("topic_id", mark.topicId().toString());
        json.writeNumberField("offset", mark.offset());
        json.writeStringField("sha256", mark.sha256());
    }
}

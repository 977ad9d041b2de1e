package dev.berth.api.handler;

import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.microversion.Microversion;

/** The root of the API: which versions there are. Open to all. */
public final class RootHandler {
    public Answer versions(Call call) {
        return Answer.ok(json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("versions");
                    json.writeStartObject();
                    json.writeStringField("id", "v" + Microversion.MIN);
                    json.writeStringField("max_version", Microversion.MAX.toString());
                    json.writeStringField("min_version", Microversion.MIN.toString());
                    json.writeStringField("status", "CURRENT");
                    json.writeArrayFieldStart("links");
                    json.writeStartObject();
                    json.writeStringField("rel", "self");
                    json.writeStringField("href", "");
                    json.writeEndObject();
                    json.writeEndArray();
                    json.writeEndObject();
                    json.writeEndArray();
                    json.writeEndObject();
                })
                .modified(System.currentTimeMillis());
    }
}

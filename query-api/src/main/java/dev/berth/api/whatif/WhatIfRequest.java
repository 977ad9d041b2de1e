package dev.berth.api.whatif;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import dev.berth.api.http.Call;
import dev.berth.api.schema.Schemas;
import dev.berth.events.json.BoundedJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * What a what-if asks: writes that are tried one after the other, and reads that are answered after them. Immutable.
 *
 * @param questions path and query of each
 */
record WhatIfRequest(ImmutableList<Write> writes, ImmutableList<String> questions) {
    private static final ObjectMapper MAPPER = BoundedJson.mapper();

    /** @param target path and query */
    record Write(HttpMethod method, String target, Optional<Buffer> body) {}

    /** @throws dev.berth.api.problem.ProblemException 400 if the body is none */
    static WhatIfRequest of(Call call) {
        JsonNode body = Schemas.WHAT_IF_POST.body(call.version(), call.body());
        ImmutableList.Builder<Write> writes = ImmutableList.builder();
        for (JsonNode command : body.path("commands")) {
            writes.add(new Write(
                    HttpMethod.valueOf(command.path("method").textValue()),
                    command.path("path").textValue(),
                    Optional.ofNullable(command.get("body")).map(WhatIfRequest::bytes)));
        }
        ImmutableList.Builder<String> questions = ImmutableList.builder();
        body.path("ask").forEach(question -> questions.add(question.textValue()));
        return new WhatIfRequest(writes.build(), questions.build());
    }

    private static Buffer bytes(JsonNode value) {
        try {
            return Buffer.buffer(MAPPER.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}

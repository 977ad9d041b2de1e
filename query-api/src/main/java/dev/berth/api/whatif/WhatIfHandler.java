package dev.berth.api.whatif;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.api.command.Backend;
import dev.berth.api.concurrent.BoundedThreads;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.http.InnerAnswer;
import dev.berth.api.http.InnerCalls;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.events.model.Position;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.whatif.Hypothesis;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/**
 * POST /what-if: tries writes one after the other on the region as it is, asks what would be so after them, and says
 * whom they would strand. Nothing is appended. A few are answered at a time, a few wait, and each has a deadline. Any
 * thread may use it.
 */
public final class WhatIfHandler {
    private static final int THREADS = 2;
    private static final int WAITING_MAX = 8;
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** A run looks at the deadline by itself, and says better what was late; this is for what waits for a thread. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** The bytes of all answers in one. */
    private static final int BYTES_MAX = 8 * 1024 * 1024;

    private final Backend backend;
    private final InnerCalls calls;
    private final Duration deadline;
    private final BoundedThreads threads;

    public WhatIfHandler(Backend backend, InnerCalls calls) {
        this(backend, calls, DEADLINE, THREADS, WAITING_MAX);
    }

    WhatIfHandler(Backend backend, InnerCalls calls, Duration deadline, int size, int waitingMax) {
        this.backend = backend;
        this.calls = calls;
        this.deadline = deadline;
        this.threads = new BoundedThreads("what-if", size, waitingMax);
    }

    public CompletionStage<Answer> answer(Call call) {
        WhatIfRequest asked = WhatIfRequest.of(call);
        RegionView base = backend.goingOn(call);
        long untilNs = System.nanoTime() + deadline.toNanos();
        try {
            return threads.make(() -> new Run(call, untilNs, base).answer(asked), deadline.plus(GRACE), this::late);
        } catch (RejectedExecutionException full) {
            throw busy("Too many other what-ifs wait to be answered; ask again.");
        }
    }

    private RuntimeException late() {
        return busy("It was not answered within " + deadline.toSeconds()
                + " s; ask for less, or when there is less to do.");
    }

    private static RuntimeException busy(String why) {
        return new Problem(503, why, ErrorCode.WHAT_IF_BUSY).exception();
    }

    /** One what-if on its way. For one thread. */
    private final class Run {
        private final Call call;
        private final long untilNs;
        private final List<InnerAnswer> writes = new ArrayList<>();
        private final List<InnerAnswer> answers = new ArrayList<>();
        private Hypothesis hypothesis;
        private long bytes;

        Run(Call call, long untilNs, RegionView base) {
            this.call = call;
            this.untilNs = untilNs;
            this.hypothesis = Hypothesis.of(base);
        }

        Answer answer(WhatIfRequest asked) {
            for (WhatIfRequest.Write write : asked.writes()) {
                requireTime();
                InnerCalls.TriedWrite tried =
                        calls.tried(call, write.method(), write.target(), write.body(), hypothesis, untilNs);
                hypothesis = tried.after();
                writes.add(counted(tried.answer()));
            }
            requireTime();
            StrandedJson stranded = new StrandedJson(hypothesis, this::requireTime);
            for (String question : asked.questions()) {
                requireTime();
                answers.add(counted(calls.asked(call, question, hypothesis, untilNs)));
            }
            return Answer.ok(json -> write(json, asked, stranded)).fresh();
        }

        private void requireTime() {
            if (System.nanoTime() - untilNs > 0) {
                throw late();
            }
        }

        private InnerAnswer counted(InnerAnswer answer) {
            bytes += answer.body().map(Buffer::length).orElse(0);
            if (bytes > BYTES_MAX) {
                throw new Problem(
                                413,
                                "The answers come to more than " + BYTES_MAX
                                        + " bytes together; ask for less: a limit helps.",
                                ErrorCode.WHAT_IF_TOO_LONG)
                        .exception();
            }
            return answer;
        }

        private void write(JsonGenerator json, WhatIfRequest asked, StrandedJson stranded) throws IOException {
            Position base = hypothesis.base().position();
            json.writeStartObject();
            json.writeStringField("region", call.region().name());
            json.writeStringField("base", base.isNowhere() ? null : base.toString());
            json.writeArrayFieldStart("commands");
            for (int i = 0; i < writes.size(); i++) {
                json.writeStartObject();
                json.writeStringField("method", asked.writes().get(i).method().name());
                write(json, asked.writes().get(i).target(), writes.get(i));
            }
            json.writeEndArray();
            json.writeFieldName("stranded");
            stranded.write(json);
            json.writeArrayFieldStart("answers");
            for (int i = 0; i < answers.size(); i++) {
                json.writeStartObject();
                write(json, asked.questions().get(i), answers.get(i));
            }
            json.writeEndArray();
            json.writeEndObject();
        }

        private static void write(JsonGenerator json, String target, InnerAnswer answer) throws IOException {
            json.writeStringField("path", target);
            json.writeNumberField("status", answer.status());
            json.writeObjectFieldStart("headers");
            for (Map.Entry<String, String> header : answer.headers().entrySet()) {
                json.writeStringField(header.getKey(), header.getValue());
            }
            json.writeEndObject();
            json.writeFieldName("body");
            if (answer.body().isPresent()) {
                json.writeRawValue(answer.body().get().toString(StandardCharsets.UTF_8));
            } else {
                json.writeNull();
            }
            json.writeEndObject();
        }
    }
}

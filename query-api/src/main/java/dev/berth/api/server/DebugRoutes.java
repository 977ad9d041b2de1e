package dev.berth.api.server;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Answer.JsonBody;
import dev.berth.api.http.Route;
import dev.berth.api.http.Route.Answerer;
import dev.berth.api.schema.Schemas;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What a person who looks for a fault asks of each instance by itself: how it was started, and what its threads do. No
 * secrets, and nothing of any region.
 */
public final class DebugRoutes {
    /** More threads than an instance has by far; a process that has more is told the rest by its number. */
    private static final int THREADS_MAX = 2_000;

    /** As deep as a stack is shown. */
    private static final int FRAMES_MAX = 100;

    private final JsonBody process;

    /** @param process writes what is so of the process, as one object without secrets; any thread may call it */
    public DebugRoutes(JsonBody process) {
        this.process = process;
    }

    /** The given routes, with these added. */
    public List<Route> addTo(List<Route> routes) {
        List<Route> all = new ArrayList<>(routes);
        all.add(Route.get("/debug/process")
                .policy("berth:debug")
                .answerer(Answerer.INSTANCE)
                .summary("Version, Java, machine and settings of this instance, without secrets")
                .replies(200, Schemas.REPLY_PROCESS)
                .answeredBy(call -> Answer.ok(process)));
        all.add(Route.get("/debug/threads")
                .policy("berth:debug")
                .answerer(Answerer.INSTANCE)
                .summary("The threads of this instance, and what each of them is doing")
                .replies(200, Schemas.REPLY_THREADS)
                .handledBy(call -> CompletableFuture.supplyAsync(DebugRoutes::threads)));
        return List.copyOf(all);
    }

    /** All threads stand still for some milliseconds while they are looked at, so no event loop is to wait for it. */
    private static Answer threads() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        ThreadInfo[] all = threads.dumpAllThreads(
                threads.isObjectMonitorUsageSupported(), threads.isSynchronizerUsageSupported(), FRAMES_MAX);
        Arrays.sort(all, Comparator.comparingLong(ThreadInfo::getThreadId));
        long[] deadlocked = threads.findDeadlockedThreads();
        return Answer.ok(json -> {
            json.writeStartObject();
            json.writeNumberField("threads_count", all.length);
            json.writeArrayFieldStart("deadlocked");
            for (long id : deadlocked == null ? new long[0] : deadlocked) {
                json.writeNumber(id);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("threads");
            for (ThreadInfo thread : Arrays.asList(all).subList(0, Math.min(all.length, THREADS_MAX))) {
                write(json, thread, threads);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, ThreadInfo thread, ThreadMXBean threads) throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", thread.getThreadId());
        json.writeStringField("name", thread.getThreadName());
        json.writeStringField("state", thread.getThreadState().name());
        json.writeBooleanField("daemon", thread.isDaemon());
        if (threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled()) {
            json.writeNumberField("cpu_ns", threads.getThreadCpuTime(thread.getThreadId()));
        }
        if (thread.getLockName() != null) {
            json.writeStringField("waits_for", thread.getLockName());
        }
        if (thread.getLockOwnerId() >= 0) {
            json.writeNumberField("held_by", thread.getLockOwnerId());
        }
        json.writeArrayFieldStart("stack");
        for (StackTraceElement frame : thread.getStackTrace()) {
            json.writeString(frame.toString());
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}

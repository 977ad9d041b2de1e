package dev.berth.api.trace;

import java.util.function.Supplier;
import org.slf4j.MDC;

/**
 * The request that a thread works for. Meanwhile every line of the log has its id, and commands that are
 * submitted belong to its trace. Immutable; any thread may work for it, several at a time.
 */
public final class RequestScope {
    /** Under which name the log knows the id. */
    public static final String ID = "request";

    /** Under which name the log knows the trace, where there is one. */
    public static final String TRACE = "trace";

    /** For threads that work for no request. */
    public static final RequestScope NONE = new RequestScope("", RequestTrace.NONE);

    private static final ThreadLocal<RequestScope> CURRENT = ThreadLocal.withInitial(() -> NONE);

    private final String requestId;
    private final RequestTrace trace;

    public RequestScope(String requestId, RequestTrace trace) {
        this.requestId = requestId;
        this.trace = trace;
    }

    /** That of the calling thread. */
    public static RequestScope current() {
        return CURRENT.get();
    }

    public RequestTrace trace() {
        return trace;
    }

    /** Has the calling thread work for it meanwhile, and then for what it worked for before. */
    public void run(Runnable work) {
        RequestScope before = CURRENT.get();
        if (before == this) {
            work.run();
            return;
        }
        set();
        try {
            work.run();
        } finally {
            before.set();
        }
    }

    private void set() {
        if (this == NONE) {
            CURRENT.remove();
            MDC.remove(ID);
            MDC.remove(TRACE);
            return;
        }
        CURRENT.set(this);
        MDC.put(ID, requestId);
        trace.id().ifPresentOrElse(id -> MDC.put(TRACE, id), () -> MDC.remove(TRACE));
    }

    /** Work that another thread is to do for the request of the calling one. */
    public static <T> Supplier<T> carried(Supplier<T> work) {
        RequestScope scope = CURRENT.get();
        return scope == NONE ? work : () -> scope.made(work);
    }

    private <T> T made(Supplier<T> work) {
        RequestScope before = CURRENT.get();
        set();
        try {
            return work.get();
        } finally {
            before.set();
        }
    }
}

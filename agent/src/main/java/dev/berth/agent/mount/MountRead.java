package dev.berth.agent.mount;

import com.google.common.base.Throwables;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads below a path, and gives up when nothing has come in time: a hard mount whose server hangs answers no call, and
 * nothing ends such a call. So each is made by a thread of its own, and while it hangs no other is made for that path.
 * Any thread may use it.
 */
public final class MountRead {
    /** A look reads three such places at most, and has to end before a process that is told to stop is killed. */
    public static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final Map<String, FutureTask<?>> HANGING = new ConcurrentHashMap<>();

    private MountRead() {}

    /**
     * What the call returns or throws.
     *
     * @throws IOException if that does not come in time, or what was called before for this path still hangs
     */
    public static <T> T of(Path path, Callable<T> call) throws IOException {
        return of(path, TIMEOUT, call);
    }

    /** The same with another timeout. */
    public static <T> T of(Path path, Duration timeout, Callable<T> call) throws IOException {
        String name = path.toString();
        FutureTask<?> before = HANGING.get(name);
        if (before != null && !before.isDone()) {
            throw new IOException("it does not answer");
        }
        HANGING.remove(name);
        FutureTask<T> reading = new FutureTask<>(call);
        Thread thread = new Thread(reading, "agent-read");
        thread.setDaemon(true);
        thread.start();
        try {
            return reading.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            HANGING.put(name, reading);
            throw new IOException("it does not answer", late);
        } catch (ExecutionException e) {
            Throwables.throwIfInstanceOf(e.getCause(), IOException.class);
            Throwables.throwIfUnchecked(e.getCause());
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            HANGING.put(name, reading);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}

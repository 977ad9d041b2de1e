package dev.berth.cli.process;

import static com.google.common.util.concurrent.Uninterruptibles.awaitUninterruptibly;

import dev.berth.api.connection.OpenFiles;
import dev.berth.terminal.CannotRunException;
import java.util.concurrent.CountDownLatch;

/**
 * Whether this process may have as many threads and open files, and as much heap, as it needs, found before it begins.
 * What runs into such a limit later ends in the midst of its work: Kafka takes it for a failed disk, and RocksDB
 * aborts the process. Immutable.
 */
public final class ProcessRoom {
    static final String MORE_THREADS =
            "raise what it may have (ulimit -u, TasksMax= of its systemd unit, or pids.max of its control group)";

    /** With a Kafka inside some 130 run on two processors, the JVM's own among them, and some more under load. */
    public static final ProcessRoom WITH_KAFKA = new ProcessRoom(150, 400, 80);

    public static final ProcessRoom WITHOUT_KAFKA = new ProcessRoom(80, 256, 32);

    private static final long MEBI = 1 << 20;
    private static final long STACK_BYTES = 64 * 1024;

    private final int threads;
    private final int files;
    private final int heapMiB;

    /**
     * @param threads how many more are needed
     * @param files how many are needed in all, sockets and the jars of the class path among them
     * @param heapMiB of which the JVM keeps a part for itself, so a heap that is given must be somewhat larger
     */
    ProcessRoom(int threads, int files, int heapMiB) {
        this.threads = threads;
        this.files = files;
        this.heapMiB = heapMiB;
    }

    /** @throws CannotRunException if there is less, with what there is */
    public void require() {
        if (OpenFiles.max() < files) {
            throw new CannotRunException("this process may have " + OpenFiles.max() + " files open, and needs " + files
                    + " at least; raise that (ulimit -n, or LimitNOFILE= of its systemd unit)");
        }
        long heap = Runtime.getRuntime().maxMemory() / MEBI;
        if (heap < heapMiB) {
            throw new CannotRunException("this process may have a heap of " + heap + " MiB, and needs " + heapMiB
                    + " at least, and more for much data; give it more, as with BERTH_JAVA_OPTS=-Xmx1g");
        }
        int startable = startable(threads);
        if (startable < threads) {
            throw new CannotRunException("this process may start " + startable + " more threads, and needs " + threads
                    + "; " + MORE_THREADS);
        }
    }

    /** Starts them, all at the same time, for that is how they are needed. */
    private static int startable(int wanted) {
        CountDownLatch end = new CountDownLatch(1);
        int started = 0;
        try {
            while (started < wanted) {
                Thread each = new Thread(null, () -> awaitUninterruptibly(end), "room-" + started, STACK_BYTES);
                each.setDaemon(true);
                each.start();
                started++;
            }
        } catch (OutOfMemoryError refused) {
            if (!OutOfMemory.isOfThreads(refused)) {
                throw refused;
            }
        } finally {
            end.countDown();
        }
        return started;
    }
}

package dev.berth.cli.process;

/**
 * The threads on which Java runs asynchronous steps that name no executor, the last step of each call of an HttpClient
 * among them. On two processors Java gives this pool one thread, and with one it does not use it: each step starts a
 * thread of its own. For the process as a whole.
 */
public final class CommonPool {
    private static final String PARALLELISM = "java.util.concurrent.ForkJoinPool.common.parallelism";

    /** The least with which Java uses the pool. */
    private static final int LEAST = 2;

    private CommonPool() {}

    /** Makes it large enough to be used, unless it was said how large it is. Too late once a step has run. */
    public static void use() {
        if (Runtime.getRuntime().availableProcessors() <= LEAST && System.getProperty(PARALLELISM) == null) {
            System.setProperty(PARALLELISM, Integer.toString(LEAST));
        }
    }
}

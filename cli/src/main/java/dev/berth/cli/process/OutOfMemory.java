package dev.berth.cli.process;

import dev.berth.terminal.ExitCode;
import java.util.function.IntSupplier;

/**
 * Ends the process if it runs out of memory, or of threads, which Java calls the same, on whichever thread. The JVM can
 * do so itself, but with an exit status of 3, which is ours for differences that were found. Any thread.
 */
public final class OutOfMemory {
    /** For want of memory outside of the heap, of which there is as much as heap unless an option says otherwise. */
    static final String ADVICE =
            "give it more, as with BERTH_JAVA_OPTS=-Xmx4g, and set no -XX:MaxDirectMemorySize below that";

    private OutOfMemory() {}

    /** What a command comes to; without memory for it the process ends here, as one that could not run. */
    public static int endsIn(IntSupplier command) {
        try {
            return command.getAsInt();
        } catch (OutOfMemoryError e) {
            end(e);
            return ExitCode.COULD_NOT_RUN;
        }
    }

    /** Ends the process if this is what a thread died of. */
    public static void endIf(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            end(failure);
        }
    }

    /** Whether it is a thread that could not be had, of which no memory that is given makes more. */
    static boolean isOfThreads(Throwable failure) {
        return failure instanceof OutOfMemoryError && isOfThreads(failure.getMessage());
    }

    /** The same by the message of such an error. */
    static boolean isOfThreads(String message) {
        return String.valueOf(message).contains("native thread");
    }

    private static void end(Throwable failure) {
        try {
            System.err.println(
                    isOfThreads(failure)
                            ? "berth: the system lets this process start no more threads; " + ProcessRoom.MORE_THREADS
                            : "berth: out of memory, so nothing can be said; give it more, as with"
                                    + " BERTH_JAVA_OPTS=-Xmx4g");
        } finally {
            // Hooks for an orderly end may wait for memory too.
            Runtime.getRuntime().halt(ExitCode.COULD_NOT_RUN);
        }
    }
}

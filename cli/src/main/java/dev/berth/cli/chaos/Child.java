package dev.berth.cli.chaos;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Locale;

/**
 * Runs another program's main in this process, which ends at once when whoever started it is gone: then its standard
 * input ends, however the other one died.
 */
public final class Child {
    private static final int ORPHANED = 70;

    private Child() {}

    /** @param arguments the name of the class whose main is run, and its arguments */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        // As Berth does: a broker does not start where the capital of i is another letter.
        Locale.setDefault(Locale.ROOT);
        Thread watch = new Thread(Child::awaitOrphaned, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        try {
            Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("expected " + arguments[0] + " to run", e.getCause());
        }
    }

    private static void awaitOrphaned() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever written; the end is all there is to hear.
            }
        } catch (IOException e) {
            // As good as an end.
        }
        Runtime.getRuntime().halt(ORPHANED);
    }
}

package dev.berth.cli.simulation;

import dev.berth.events.model.Printable;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Says at once, when a simulation is stopped, which project may hold something until all of it is released: the service
 * may not answer any more, and the process may be killed. One thread only.
 */
final class StopNotice {
    private final String project;
    private final BooleanSupplier isStopped;
    private final PrintWriter err;
    private boolean isTold;

    StopNotice(String project, BooleanSupplier isStopped, PrintWriter err) {
        this.project = project;
        this.isStopped = isStopped;
        this.err = err;
    }

    boolean isStopped() {
        return isStopped.getAsBoolean();
    }

    /** Says what came of it, if it was stopped. */
    void released(List<String> complaints) {
        if (isStopped.getAsBoolean()) {
            complaints.forEach(complaint -> err.println("WRONG: " + Printable.of(complaint)));
            err.println(complaints.isEmpty() ? "stopped: all that was claimed is released" : "stopped");
            err.flush();
        }
    }

    /** To be called again and again. */
    void look() {
        if (!isTold && isStopped.getAsBoolean()) {
            isTold = true;
            err.println("stopped: what project " + project + " holds is released now");
            err.flush();
        }
    }
}

package dev.berth.cli.output;

import java.io.PrintWriter;
import java.text.DecimalFormat;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows how far some work has come: a bar on standard error for somebody at a terminal; for a file or a pipe a line
 * when it begins, and while records are read a line now and then. Any thread may tell it.
 */
public final class Progress implements AutoCloseable {
    private static final int UPDATE_MS = 100;
    private static final int WIDTH = 100;

    private final Optional<ProgressBar> bar;
    private final Consumer<String> lines;
    private final RecordRate rate = new RecordRate(System.nanoTime());

    private Progress(Optional<ProgressBar> bar, Consumer<String> lines) {
        this.bar = bar;
        this.lines = lines;
    }

    /** Begins some work of that many steps; negative if nobody knows how many. */
    public static Progress of(String task, long steps, PrintWriter err) {
        return of(task, err, line -> {}, bar -> bar.setInitialMax(steps).hideEta());
    }

    /** Begins to read records, of which {@link #at(long, long)} tells how many there are. */
    public static Progress ofRecords(String task, PrintWriter err) {
        return of(task, err, line -> print(task + ": " + line, err), bar -> bar.showSpeed(new DecimalFormat("#,##0")));
    }

    private static Progress of(
            String task, PrintWriter err, Consumer<String> lines, UnaryOperator<ProgressBarBuilder> kind) {
        if (!Terminal.isProgressWatched()) {
            print(task + " …", err);
            return new Progress(Optional.empty(), lines);
        }
        ProgressBarBuilder bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setUpdateIntervalMillis(UPDATE_MS)
                .setMaxRenderedLength(WIDTH)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK);
        return new Progress(Optional.of(kind.apply(bar).build()), line -> {});
    }

    private static void print(String line, PrintWriter err) {
        err.println(line);
        err.flush();
    }

    public void step() {
        bar.ifPresent(ProgressBar::step);
    }

    /** Sets how many steps are done, and of how many as far as is known. */
    public void at(long step, long steps) {
        bar.ifPresent(shown -> {
            shown.maxHint(steps);
            shown.stepTo(step);
        });
        synchronized (rate) {
            rate.line(System.nanoTime(), step, steps).ifPresent(lines);
        }
    }

    public void at(long step, String message) {
        bar.ifPresent(shown -> {
            shown.stepTo(step);
            shown.setExtraMessage(message);
        });
    }

    /** Says beside it what goes on, until something else is said. */
    public void note(String text) {
        bar.ifPresent(shown -> shown.setExtraMessage(text));
        lines.accept(text);
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}

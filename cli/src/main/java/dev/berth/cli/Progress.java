package dev.berth.cli;

import java.io.PrintWriter;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows how far some work has come: a bar on standard error for somebody at a terminal, a line when it begins for a
 * file or a pipe. Any thread may tell it.
 */
final class Progress implements AutoCloseable {
    private static final int UPDATE_MS = 100;
    private static final int WIDTH = 100;

    private final Optional<ProgressBar> bar;

    private Progress(Optional<ProgressBar> bar) {
        this.bar = bar;
    }

    /** Begins some work of that many steps; negative if nobody knows how many. */
    static Progress of(String task, long steps, PrintWriter err) {
        if (!Terminal.isWatched()) {
            err.println(task + " …");
            err.flush();
            return new Progress(Optional.empty());
        }
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setUpdateIntervalMillis(UPDATE_MS)
                .setMaxRenderedLength(WIDTH)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .hideEta()
                .build();
        return new Progress(Optional.of(bar));
    }

    void step() {
        bar.ifPresent(ProgressBar::step);
    }

    /** Sets how many steps are done, and of how many as far as is known. */
    void at(long step, long steps) {
        bar.ifPresent(shown -> {
            shown.maxHint(steps);
            shown.stepTo(step);
        });
    }

    void at(long step, String message) {
        bar.ifPresent(shown -> {
            shown.stepTo(step);
            shown.setExtraMessage(message);
        });
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}

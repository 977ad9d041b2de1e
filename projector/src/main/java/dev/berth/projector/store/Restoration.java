package dev.berth.projector.store;

import java.io.IOException;
import org.apache.kafka.streams.processor.CommitCallback;
import org.apache.kafka.streams.processor.StateRestoreCallback;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.internals.RecordBatchingStateRestoreCallback;

/**
 * The one registration that a task takes of a store, for files that may be opened several times: it goes to those that
 * were opened last, and a watcher hears of each batch. For one thread.
 */
final class Restoration {
    private final RowsWatcher watcher;
    private RecordBatchingStateRestoreCallback restore;
    private CommitCallback commit;
    private boolean isRegistered;

    Restoration(RowsWatcher watcher) {
        this.watcher = watcher;
    }

    /** Registers the callbacks of files that have just been opened. */
    void register(
            StateStoreContext context, StateStore root, StateRestoreCallback newRestore, CommitCallback newCommit) {
        restore = (RecordBatchingStateRestoreCallback) newRestore;
        commit = newCommit;
        if (!isRegistered) {
            RecordBatchingStateRestoreCallback watched = batch -> {
                watcher.restoring(batch);
                restore.restoreBatch(batch);
                watcher.restored();
            };
            context.register(root, watched, this::commit);
            isRegistered = true;
        }
    }

    private void commit() throws IOException {
        commit.onCommit();
    }
}

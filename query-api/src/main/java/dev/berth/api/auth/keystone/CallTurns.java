package dev.berth.api.auth.keystone;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Lets so many calls to Keystone be under way at once. The others wait for their turn, urgent ones before all that are
 * not, so that a flood of tokens that nobody knows does not keep those who were known before from being asked about. A
 * call that has waited too long, or for which there is no room to wait, fails as not asked: that says nothing about
 * Keystone. Any thread.
 */
final class CallTurns {
    private final Vertx vertx;
    private final int callsMax;
    private final int waitingMax;
    private final Duration patience;
    private final Deque<Promise<Void>> urgent = new ArrayDeque<>();
    private final Deque<Promise<Void>> others = new ArrayDeque<>();
    private int underWay;

    /**
     * @param waitingMax how many urgent calls may wait, and how many of the others
     * @param patience how long each may wait
     */
    CallTurns(Vertx vertx, int callsMax, int waitingMax, Duration patience) {
        this.vertx = vertx;
        this.callsMax = callsMax;
        this.waitingMax = waitingMax;
        this.patience = patience;
    }

    /** What comes of a call once it has had its turn; fails with a {@link KeystoneFailure} if it gets none. */
    <T> Future<T> call(boolean isUrgent, Supplier<Future<T>> call) {
        return turn(isUrgent ? urgent : others)
                .compose(mine -> Future.succeededFuture()
                        .compose(begun -> call.get())
                        .eventually(() -> {
                            next();
                            return Future.succeededFuture();
                        }));
    }

    private Future<Void> turn(Deque<Promise<Void>> queue) {
        Promise<Void> turn = Promise.promise();
        synchronized (this) {
            if (underWay < callsMax) {
                underWay++;
                return Future.succeededFuture();
            }
            if (queue.size() >= waitingMax) {
                return Future.failedFuture(
                        KeystoneFailure.unasked(waitingMax + " questions wait to be asked already."));
            }
            queue.add(turn);
        }
        long timer = vertx.setTimer(patience.toMillis(), fired -> giveUp(queue, turn));
        return turn.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private void giveUp(Deque<Promise<Void>> queue, Promise<Void> turn) {
        boolean isWaiting;
        synchronized (this) {
            // All have the same patience, so it is the first or near it.
            isWaiting = queue.remove(turn);
        }
        if (isWaiting) {
            turn.fail(KeystoneFailure.unasked("A question has waited to be asked for " + patience.toMillis()
                    + " ms, behind those that came before it."));
        }
    }

    private void next() {
        Promise<Void> turn;
        synchronized (this) {
            turn = urgent.isEmpty() ? others.poll() : urgent.poll();
            if (turn == null) {
                underWay--;
                return;
            }
        }
        turn.complete();
    }
}

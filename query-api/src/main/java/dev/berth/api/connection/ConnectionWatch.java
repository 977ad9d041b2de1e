package dev.berth.api.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Watches the time of one connection, and closes it when a request does not get to the end of its headers, or when
 * nothing is asked for too long. Stands before everything that reads, so that it sees each byte that comes. How long
 * bodies and answers take is for the request to watch. On the connection's event loop.
 */
public final class ConnectionWatch extends ChannelInboundHandlerAdapter {
    private static final long LOOK_MS = 1_000;

    private enum State {
        /** A request has begun, or is to begin at once. */
        HEAD,
        /** At least one request is under way. */
        ASKED,
        /** All requests are answered. */
        IDLE
    }

    private final ConnectionLimits limits;
    private final Runnable whenCutInHead;
    private final Runnable whenCutIdle;
    private State state = State.HEAD;
    private long sinceNs;
    private int underWay;

    /** With HTTP/2, incoming bytes may be about the connection and need not begin a request. */
    private boolean isMultiplexed;

    private Future<?> look;

    ConnectionWatch(ConnectionLimits limits, Runnable whenCutInHead, Runnable whenCutIdle) {
        this.limits = limits;
        this.whenCutInHead = whenCutInHead;
        this.whenCutIdle = whenCutIdle;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        sinceNs = System.nanoTime();
        long lookMs = Math.min(LOOK_MS, limits.headTime().toMillis());
        look = context.executor().scheduleAtFixedRate(() -> look(context), lookMs, lookMs, TimeUnit.MILLISECONDS);
        super.channelActive(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        look.cancel(false);
        super.channelInactive(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
        if (state == State.IDLE && !isMultiplexed) {
            enter(State.HEAD);
        }
        super.channelRead(context, bytes);
    }

    /** The headers of a request are there. */
    public void asked(boolean isHttp2) {
        isMultiplexed = isHttp2;
        underWay++;
        state = State.ASKED;
    }

    /** A request is answered, or will never be. */
    public void answered() {
        underWay--;
        if (underWay == 0) {
            enter(State.IDLE);
        }
    }

    private void enter(State next) {
        state = next;
        sinceNs = System.nanoTime();
    }

    private void look(ChannelHandlerContext context) {
        if (state == State.HEAD && isOver(limits.headTime())) {
            whenCutInHead.run();
            context.close();
        } else if (state == State.IDLE && isOver(limits.idleTime())) {
            whenCutIdle.run();
            context.close();
        }
    }

    private boolean isOver(Duration time) {
        return System.nanoTime() - sinceNs > time.toNanos();
    }
}

package dev.berth.api.connection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.impl.transports.TransportInternal;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.transport.Transport;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All connections of a server, counted where they are accepted: before TLS and whatever is asked on them. Each is
 * watched from there on. Any thread.
 */
public final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final long TELL_AGAIN_NS = Duration.ofMinutes(1).toNanos();

    private final ConnectionLimits limits;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong toldNs = new AtomicLong(System.nanoTime() - TELL_AGAIN_NS);
    private final Counter turnedAway;
    private final Counter cutInHead;
    private final Counter cutIdle;

    public Connections(ConnectionLimits limits, MeterRegistry meters) {
        this.limits = limits;
        Gauge.builder("berth.http.connections", open, AtomicInteger::get)
                .description("open connections")
                .register(meters);
        Gauge.builder("berth.http.connections.max", limits, ConnectionLimits::connectionsMax)
                .description("how many connections may be open")
                .register(meters);
        turnedAway = Counter.builder("berth.http.connections.turned.away")
                .description("connections closed at once because too many were open")
                .register(meters);
        cutInHead = cut(meters, "head");
        cutIdle = cut(meters, "idle");
    }

    private static Counter cut(MeterRegistry meters, String during) {
        return Counter.builder("berth.http.connections.cut")
                .description("connections closed because their time was over, by what they were at")
                .tag("during", during)
                .register(meters);
    }

    /** The transport that a server must use for its connections to be counted and watched. */
    public Transport transport() {
        return new TransportInternal("nio", true, null, new WatchedTransport(this));
    }

    /** Counts a connection that was just accepted; false if it is one too many and is to be closed. */
    boolean admit(Channel channel) {
        if (open.incrementAndGet() > limits.connectionsMax()) {
            open.decrementAndGet();
            turnedAway.increment();
            tellOfTooMany();
            return false;
        }
        channel.closeFuture().addListener(closed -> open.decrementAndGet());
        channel.pipeline().addLast(new ConnectionWatch(limits, cutInHead::increment, cutIdle::increment));
        return true;
    }

    private void tellOfTooMany() {
        long before = toldNs.get();
        long nowNs = System.nanoTime();
        if (nowNs - before >= TELL_AGAIN_NS && toldNs.compareAndSet(before, nowNs)) {
            LOG.warn("{} connections are open, as many as may be; more are turned away.", limits.connectionsMax());
        }
    }

    /** The watch over the connection of a request; called on its event loop. */
    public static ConnectionWatch watch(HttpConnection connection) {
        return ((ConnectionBase) connection).channel().pipeline().get(ConnectionWatch.class);
    }
}

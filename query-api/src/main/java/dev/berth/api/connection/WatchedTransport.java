package dev.berth.api.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.vertx.core.impl.transports.NioTransport;
import java.util.List;

/** Java's sockets, of which those that are accepted are shown to {@link Connections} first. */
final class WatchedTransport extends NioTransport {
    private final Connections connections;

    WatchedTransport(Connections connections) {
        this.connections = connections;
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean isDomainSocket) {
        return isDomainSocket ? super.serverChannelFactory(true) : () -> new WatchedServerChannel(connections);
    }

    /** Closes accepted connections that are not admitted. */
    private static final class WatchedServerChannel extends NioServerSocketChannel {
        private final Connections connections;

        WatchedServerChannel(Connections connections) {
            this.connections = connections;
        }

        @Override
        protected int doReadMessages(List<Object> accepted) throws Exception {
            int before = accepted.size();
            int count = super.doReadMessages(accepted);
            for (int i = accepted.size() - 1; i >= before; i--) {
                Channel channel = (Channel) accepted.get(i);
                if (!connections.admit(channel)) {
                    accepted.remove(i);
                    // It is not registered anywhere yet, so nobody else would close it.
                    channel.unsafe().closeForcibly();
                }
            }
            return count;
        }
    }
}

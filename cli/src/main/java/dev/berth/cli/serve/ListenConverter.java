package dev.berth.cli.serve;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Addresses of this machine that can be listened on, looked at before anything is started. */
final class ListenConverter implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
        String right =
                "expected an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all, but got '" + text + "'";
        if (text.isBlank()) {
            throw new TypeConversionException(right);
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(text), 0));
            return text;
        } catch (UnknownHostException e) {
            throw new TypeConversionException(right + ", which no machine is known by");
        } catch (IOException e) {
            throw new TypeConversionException(right + ": " + e.getMessage());
        }
    }
}

package dev.berth.api.sender;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.util.List;

/** Addresses that begin alike, such as 10.0.0.0/8. An address alone is a network of one. */
public record Network(InetAddress address, int bits) {
    /** This machine. */
    public static final List<Network> LOOPBACK = List.of(parse("127.0.0.0/8"), parse("::1"));

    /**
     * Reads an address and how many of its bits count.
     *
     * @throws IllegalArgumentException if it is not that
     */
    public static Network parse(String text) {
        String expected = "expected a network such as 10.0.0.0/8 or fd00::/8 but got '" + text + "'";
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        if (!InetAddresses.isInetAddress(host)) {
            throw new IllegalArgumentException(expected);
        }
        InetAddress address = InetAddresses.forString(host);
        int all = address.getAddress().length * Byte.SIZE;
        int bits = slash < 0 ? all : bits(text.substring(slash + 1));
        if (bits < 0 || bits > all) {
            throw new IllegalArgumentException(expected);
        }
        for (int i = bits; i < all; i++) {
            if (bit(address.getAddress(), i) != 0) {
                throw new IllegalArgumentException(expected + ", of which bits beyond the first " + bits + " are set");
            }
        }
        return new Network(address, bits);
    }

    private static int bits(String text) {
        boolean isNumber = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Integer.parseInt(text) : -1;
    }

    private static int bit(byte[] bytes, int index) {
        return bytes[index / Byte.SIZE] >> (Byte.SIZE - 1 - index % Byte.SIZE) & 1;
    }

    boolean has(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] others = other.getAddress();
        if (mine.length != others.length) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            if (bit(mine, i) != bit(others, i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether an address, as text, is in one of them; what is no address is in none. */
    static boolean anyHas(List<Network> networks, String text) {
        int zone = text == null ? -1 : text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        if (networks.isEmpty() || plain == null || !InetAddresses.isInetAddress(plain)) {
            return false;
        }
        InetAddress address = InetAddresses.forString(plain);
        return networks.stream().anyMatch(network -> network.has(address));
    }

    @Override
    public String toString() {
        return InetAddresses.toAddrString(address) + "/" + bits;
    }
}

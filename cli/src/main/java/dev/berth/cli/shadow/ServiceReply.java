package dev.berth.cli.shadow;

/**
 * What a service answered. The bytes are not to be changed.
 *
 * @param body what was kept of it
 * @param isWhole whether that is all of it
 * @param location the header of that name; empty for none
 */
record ServiceReply(int status, byte[] body, boolean isWhole, String location) {
    private static final int SERVER_FAULT = 500;
    private static final int BAD_GATEWAY = 502;
    private static final int GATEWAY_TIMEOUT = 504;

    /** Whether the call may have changed something. */
    boolean mayHaveChanged() {
        return isGranted() || status >= SERVER_FAULT;
    }

    /** Whether it says no more than that the service, or what is before it, cannot answer now: 502, 503 or 504. */
    boolean isUnavailable() {
        return status >= BAD_GATEWAY && status <= GATEWAY_TIMEOUT;
    }

    boolean isGranted() {
        return status >= 200 && status < 300;
    }
}

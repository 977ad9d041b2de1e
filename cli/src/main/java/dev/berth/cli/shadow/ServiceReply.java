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

    /** Whether the call may have changed something. */
    boolean mayHaveChanged() {
        return isGranted() || status >= SERVER_FAULT;
    }

    boolean isGranted() {
        return status >= 200 && status < 300;
    }
}

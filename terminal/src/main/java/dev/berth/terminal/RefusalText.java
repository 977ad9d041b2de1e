package dev.berth.terminal;

/** What a service says of a refusal, for a terminal. Any thread. */
public final class RefusalText {
    private static final String PARAGRAPH = "\n\n";

    private RefusalText() {}

    /**
     * The reason in one line. Placement begins each refusal with a sentence that says no more than its status does, in
     * a paragraph of its own; it is left out.
     */
    public static String of(String detail) {
        int end = detail.indexOf(PARAGRAPH);
        String reason = end < 0 ? detail : detail.substring(end + PARAGRAPH.length());
        return (reason.isBlank() ? detail : reason).strip().replaceAll("\\s+", " ");
    }
}

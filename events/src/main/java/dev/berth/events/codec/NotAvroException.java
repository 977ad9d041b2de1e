package dev.berth.events.codec;

/**
 * Bytes that are no Avro of the schema they were read by. Says where they stop being it; made often by bad senders, so
 * without a trace.
 */
final class NotAvroException extends Exception {
    private static final long serialVersionUID = 1;

    NotAvroException(String message) {
        super(message, null, false, false);
    }
}

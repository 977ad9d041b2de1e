package dev.berth.projector;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.Decoding;
import dev.berth.events.command.Command;
import dev.berth.events.command.Envelope;
import dev.berth.events.model.Position;
import dev.berth.events.model.RequestDigest;
import dev.berth.ledger.LogEntry;
import java.util.Optional;

/** Makes entries of a region's log from the records of the topic. Thread-safe. */
final class LogDecoder {
    private final CommandCodec codec;

    LogDecoder(CommandCodec codec) {
        this.codec = codec;
    }

    LogEntry decode(Position position, byte[] raw, Optional<RequestDigest> request) {
        Decoding<Command> decoding = codec.decode(raw);
        return decoding instanceof Decoding.Decoded<Command> decoded
                ? new LogEntry.Readable(position, new Envelope(decoded.value(), request))
                : new LogEntry.Unreadable(position, ((Decoding.Unreadable<Command>) decoding).reason());
    }
}

package dev.berth.cli.shadow;

import dev.berth.api.compare.PlacementReply;
import dev.berth.events.model.Printable;
import java.time.Instant;

/**
 * A call that shows a difference. All texts are printable, and none is longer than {@link #TEXT_LENGTH_MAX}.
 *
 * @param version the version of the API that was asked for
 * @param where the first place in which the bodies differ; empty if they do not
 */
record DifferenceExample(
        long number,
        Instant time,
        String method,
        String path,
        String version,
        String request,
        boolean isOverlapped,
        String placement,
        String berth,
        String where) {
    static final int TEXT_LENGTH_MAX = 2_000;

    static DifferenceExample of(ShadowCall call, PlacementReply placement, PlacementReply berth, String where) {
        return new DifferenceExample(
                call.number(),
                Instant.now(),
                call.method(),
                text(call.path()),
                text(call.version()),
                text(call.text()),
                call.isOverlapped(),
                answer(placement),
                answer(berth),
                text(where));
    }

    private static String answer(PlacementReply reply) {
        return text(reply.status() + " " + (reply.body().isMissingNode() ? "" : reply.body()));
    }

    private static String text(String text) {
        return Printable.of(text, TEXT_LENGTH_MAX);
    }
}

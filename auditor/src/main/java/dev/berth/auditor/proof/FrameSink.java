package dev.berth.auditor.proof;

import java.io.IOException;

/** Takes the parts of a checkpoint in their order. */
interface FrameSink {
    void put(FrameKind frame, byte[] value) throws IOException;
}

package dev.berth.auditor;

import dev.berth.events.codec.Decoding;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.LogRecord;

/** A record of berth.decisions, and the decision that it is, if it can be read. */
record RecordedDecision(LogRecord message, Decoding<Decision> decoding) {}

package dev.berth.api.candidate;

import dev.berth.api.http.Answer.LongBody;
import dev.berth.api.http.JsonBytes;
import dev.berth.api.microversion.Microversion;
import dev.berth.ledger.candidate.result.Candidates;
import java.util.Optional;

/**
 * Candidates and the summaries of their providers as the JSON of a version, 1.10 to 1.39: one at a time, straight from
 * the view that they were found in. For one answer. Not thread-safe, but threads may take turns.
 */
final class CandidatesBody implements LongBody {
    private static final byte[] BEGIN = JsonBytes.ascii("{\"allocation_requests\":[");
    private static final byte[] SUMMARIES = JsonBytes.ascii("],\"provider_summaries\":{");
    private static final byte[] EXPLANATION = JsonBytes.ascii(",\"explanation\":");

    private final CandidateWriter candidates;
    private final SummaryWriter summaries;
    private final Optional<byte[]> explanation;
    private Part next = Part.BEGIN;
    private boolean isFirst = true;

    private enum Part {
        BEGIN,
        CANDIDATES,
        SUMMARIES,
        END
    }

    /**
     * @param kept the text that is kept with each tree
     * @param explanation a JSON object; empty if none is asked for
     */
    CandidatesBody(Candidates found, KeptSummaries kept, Microversion version, Optional<byte[]> explanation) {
        this.candidates = new CandidateWriter(found, version);
        this.summaries = new SummaryWriter(found, kept, version);
        this.explanation = explanation;
    }

    @Override
    public boolean write(JsonBytes json) {
        switch (next) {
            case BEGIN -> {
                json.octets(BEGIN);
                next = Part.CANDIDATES;
            }
            case CANDIDATES -> {
                if (candidates.next()) {
                    separate(json);
                    candidates.write(json);
                } else {
                    json.octets(SUMMARIES);
                    isFirst = true;
                    next = Part.SUMMARIES;
                }
            }
            case SUMMARIES -> {
                if (summaries.next()) {
                    separate(json);
                    summaries.write(json);
                } else {
                    next = Part.END;
                }
            }
            case END -> {
                json.octet('}');
                explanation.ifPresent(object -> json.octets(EXPLANATION).octets(object));
                json.octet('}');
                return false;
            }
        }
        return true;
    }

    private void separate(JsonBytes json) {
        if (!isFirst) {
            json.octet(',');
        }
        isFirst = false;
    }
}

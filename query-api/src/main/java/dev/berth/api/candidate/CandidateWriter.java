package dev.berth.api.candidate;

import dev.berth.api.http.Answer.LongBody;
import dev.berth.api.http.JsonBytes;
import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import dev.berth.ledger.candidate.Candidate;
import dev.berth.ledger.candidate.CandidateCursor;
import dev.berth.ledger.candidate.Candidates;
import dev.berth.ledger.forest.Tree;
import java.util.Optional;

/**
 * Writes candidates and what is told of their providers as the JSON of a version, 1.10 to 1.39: one candidate or one provider at a
 * time, straight from the view that they were found in. For one answer and one thread after the other.
 */
final class CandidateWriter implements LongBody {
    private static final byte[] QUOTE = JsonBytes.ascii("\"");
    private static final byte[] NEXT_ID = JsonBytes.ascii(",\"");
    private static final byte[] BEGIN = JsonBytes.ascii("{\"allocation_requests\":[");
    private static final byte[] ALLOCATIONS = JsonBytes.ascii("{\"allocations\":");
    private static final byte[] RESOURCES = JsonBytes.ascii("\":{\"resources\":{");
    private static final byte[] LISTED_UUID = JsonBytes.ascii("{\"resource_provider\":{\"uuid\":\"");
    private static final byte[] LISTED_RESOURCES = JsonBytes.ascii("\"},\"resources\":{");
    private static final byte[] MAPPINGS = JsonBytes.ascii(",\"mappings\":{");
    private static final byte[] SUMMARIES = JsonBytes.ascii("],\"provider_summaries\":{");
    private static final byte[] EXPLANATION = JsonBytes.ascii(",\"explanation\":");

    private final CandidateCursor candidates;
    private final SummaryWriter summaries;
    private final Optional<byte[]> explanation;
    private final boolean isByProvider;
    private final boolean hasMappings;
    private final byte[][] classNames;

    private final byte[][] suffixes;

    /** By demand, which of its providers serves it in the candidate that was written last. */
    private final int[] pattern;

    private final CandidateTemplate template = new CandidateTemplate();
    private boolean hasTemplate;
    private Part next = Part.BEGIN;
    private boolean isFirst = true;

    private enum Part {
        BEGIN,
        CANDIDATES,
        SUMMARIES,
        END
    }

    /**
     * @param recent what answers have in common
     * @param explanation a JSON object
     */
    CandidateWriter(
            Candidates found,
            Microversion version,
            RecentTexts recent,
            Optional<byte[]> explanation) {
        this.candidates = found.cursor();
        this.summaries = new SummaryWriter(found, version, recent);
        this.explanation = explanation;
        this.isByProvider = version.has(Feature.ALLOCATIONS_BY_PROVIDER);
        this.hasMappings = version.has(Feature.MAPPINGS);
        this.classNames = new byte[candidates.classes().size()][];
        for (int slot = 0; slot < classNames.length; slot++) {
            classNames[slot] = JsonBytes.ascii("\"" + candidates.classes().get(slot) + "\":");
        }
        this.pattern = new int[candidates.demands()];
        this.suffixes = new byte[candidates.groups().size()][];
        for (int group = 0; group < suffixes.length; group++) {
            // Suffixes have letters, digits, underscores and dashes alone.
            suffixes[group] =
                    JsonBytes.ascii("\"" + candidates.groups().get(group).suffix() + "\":[");
        }
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
                    writeCandidate(json);
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

    private void writeCandidate(JsonBytes json) {
        if (candidates.isLikeBefore() && hasTemplate) {
            template.write(json, candidates.anchor());
            return;
        }
        Optional<Candidate> withDevices = candidates.completed();
        if (withDevices.isPresent()) {
            json.octets(DeviceCandidateWriter.bytes(withDevices.get(), hasMappings));
        } else if (isOfPatternBefore() && hasTemplate) {
            template.write(json, candidates);
        } else {
            int from = json.size();
            template.clear();
            writeNewCandidate(json, from);
            template.take(json.since(from), candidates);
            hasTemplate = true;
        }
    }

    /** Whether the same demands fall together as in the candidate before, though on other providers. */
    private boolean isOfPatternBefore() {
        boolean isSame = true;
        for (int demand = 0; demand < pattern.length; demand++) {
            int spot = candidates.spotOfDemand(demand);
            isSame &= pattern[demand] == spot;
            pattern[demand] = spot;
        }
        return isSame;
    }

    private void writeNewCandidate(JsonBytes json, int from) {
        json.octets(ALLOCATIONS).octet(isByProvider ? '{' : '[');
        for (int share = 0; share < candidates.shares(); share++) {
            if (share > 0) {
                json.octet(',');
            }
            // Before 1.12 allocations were a list.
            json.octets(isByProvider ? QUOTE : LISTED_UUID);
            writeId(json, from, candidates.shareSpot(share));
            json.octets(isByProvider ? RESOURCES : LISTED_RESOURCES);
            writeAmounts(json, share);
            json.octet('}').octet('}');
        }
        json.octet(isByProvider ? '}' : ']');
        if (hasMappings) {
            writeMappings(json, from);
        }
        json.octet('}');
    }

    private void writeId(JsonBytes json, int from, int spot) {
        template.add(json.size() - from, spot);
        Tree tree = candidates.spotTree(spot);
        int member = candidates.spotMember(spot);
        json.uuid(tree.idHigh(member), tree.idLow(member));
    }

    private void writeAmounts(JsonBytes json, int share) {
        int classes = candidates.readShare(share);
        for (int of = 0; of < classes; of++) {
            if (of > 0) {
                json.octet(',');
            }
            json.octets(classNames[candidates.slot(of)]).number(candidates.amount(of));
        }
    }

    private void writeMappings(JsonBytes json, int from) {
        json.octets(MAPPINGS);
        for (int group = 0; group < suffixes.length; group++) {
            if (group > 0) {
                json.octet(',');
            }
            json.octets(suffixes[group]);
            for (int of = 0; of < candidates.providers(group); of++) {
                json.octets(of > 0 ? NEXT_ID : QUOTE);
                writeId(json, from, candidates.groupSpot(group, of));
                json.octet('"');
            }
            json.octet(']');
        }
        json.octet('}');
    }
}

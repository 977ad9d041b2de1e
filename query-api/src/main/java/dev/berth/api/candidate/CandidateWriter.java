package dev.berth.api.candidate;

import dev.berth.api.http.JsonBytes;
import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import dev.berth.ledger.candidate.result.Candidate;
import dev.berth.ledger.candidate.result.CandidateCursor;
import dev.berth.ledger.candidate.result.Candidates;
import dev.berth.ledger.candidate.result.TakenAmounts;
import dev.berth.ledger.forest.Tree;
import java.util.Optional;

/** Writes the candidates of an answer. Most differ from the one before only in ids, and a template writes those. */
final class CandidateWriter {
    private static final byte[] QUOTE = JsonBytes.ascii("\"");
    private static final byte[] NEXT_ID = JsonBytes.ascii(",\"");
    private static final byte[] ALLOCATIONS = JsonBytes.ascii("{\"allocations\":");
    private static final byte[] RESOURCES = JsonBytes.ascii("\":{\"resources\":{");
    private static final byte[] LISTED_UUID = JsonBytes.ascii("{\"resource_provider\":{\"uuid\":\"");
    private static final byte[] LISTED_RESOURCES = JsonBytes.ascii("\"},\"resources\":{");
    private static final byte[] MAPPINGS = JsonBytes.ascii(",\"mappings\":{");

    private final CandidateCursor candidates;
    private final boolean isByProvider;
    private final boolean hasMappings;

    /** Names of classes by slot, and what begins the mappings of each group. */
    private final byte[][] classNames;

    private final byte[][] suffixes;

    /** By demand, which of its providers serves it in the candidate that was written last. */
    private final int[] pattern;

    private final CandidateTemplate template = new CandidateTemplate();

    CandidateWriter(Candidates found, Microversion version) {
        this.candidates = found.cursor();
        this.isByProvider = version.has(Feature.ALLOCATIONS_BY_PROVIDER);
        this.hasMappings = version.has(Feature.MAPPINGS);
        this.pattern = new int[candidates.demands()];
        this.classNames = new byte[candidates.classes().size()][];
        for (int slot = 0; slot < classNames.length; slot++) {
            classNames[slot] = JsonBytes.ascii("\"" + candidates.classes().get(slot) + "\":");
        }
        this.suffixes = new byte[candidates.groups().size()][];
        for (int group = 0; group < suffixes.length; group++) {
            // Suffixes have letters, digits, underscores and dashes alone.
            suffixes[group] =
                    JsonBytes.ascii("\"" + candidates.groups().get(group).suffix() + "\":[");
        }
    }

    /** Goes on to the next candidate; false if there is none. */
    boolean next() {
        return candidates.next();
    }

    /** Writes that candidate. */
    void write(JsonBytes json) {
        Optional<Candidate> withDevices = candidates.withDevices();
        if (withDevices.isPresent()) {
            json.octets(DeviceCandidateWriter.bytes(withDevices.get(), hasMappings));
        } else if (hasPatternOfTemplate() && template.isFilled()) {
            template.write(json, candidates);
        } else {
            int from = json.size();
            template.clear();
            writeNew(json, from);
            template.fill(json.since(from));
        }
    }

    /** Whether the same demands share providers as in the candidate before, so that the texts differ in ids alone. */
    private boolean hasPatternOfTemplate() {
        if (candidates.isLikeBefore()) {
            return true;
        }
        boolean isSame = true;
        for (int demand = 0; demand < pattern.length; demand++) {
            int provider = candidates.providerOf(demand);
            isSame &= pattern[demand] == provider;
            pattern[demand] = provider;
        }
        return isSame;
    }

    private void writeNew(JsonBytes json, int from) {
        json.octets(ALLOCATIONS).octet(isByProvider ? '{' : '[');
        boolean isFirst = true;
        for (int provider = 0; provider < candidates.providers(); provider++) {
            TakenAmounts taken = candidates.taken(provider);
            if (taken.size() > 0) {
                if (!isFirst) {
                    json.octet(',');
                }
                isFirst = false;
                // Before 1.12 allocations were a list.
                json.octets(isByProvider ? QUOTE : LISTED_UUID);
                writeId(json, from, provider);
                json.octets(isByProvider ? RESOURCES : LISTED_RESOURCES);
                writeAmounts(json, taken);
                json.octet('}').octet('}');
            }
        }
        json.octet(isByProvider ? '}' : ']');
        if (hasMappings) {
            writeMappings(json, from);
        }
        json.octet('}');
    }

    private void writeId(JsonBytes json, int from, int provider) {
        template.add(json.size() - from, provider);
        Tree tree = candidates.tree(provider);
        int member = candidates.member(provider);
        json.uuid(tree.idHigh(member), tree.idLow(member));
    }

    private void writeAmounts(JsonBytes json, TakenAmounts taken) {
        for (int of = 0; of < taken.size(); of++) {
            if (of > 0) {
                json.octet(',');
            }
            json.octets(classNames[taken.slot(of)]).number(taken.amount(of));
        }
    }

    private void writeMappings(JsonBytes json, int from) {
        json.octets(MAPPINGS);
        for (int group = 0; group < suffixes.length; group++) {
            if (group > 0) {
                json.octet(',');
            }
            json.octets(suffixes[group]);
            for (int of = 0; of < candidates.groupProviders(group); of++) {
                json.octets(of > 0 ? NEXT_ID : QUOTE);
                writeId(json, from, candidates.groupProvider(group, of));
                json.octet('"');
            }
            json.octet(']');
        }
        json.octet('}');
    }
}

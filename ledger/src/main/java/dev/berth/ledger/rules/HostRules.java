package dev.berth.ledger.rules;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Rejection;
import dev.berth.events.event.Event;
import dev.berth.events.event.HostReportAmended;
import dev.berth.events.event.HostReported;
import dev.berth.events.event.SequenceAdvanced;
import dev.berth.events.model.Enrolment;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.Limits;
import dev.berth.events.model.Position;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.RegionEdit;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The rules of host reports. A report is a full snapshot and needs no generation: the agent is the authority for what
 * it vouches for. What others have put into the host's tree, providers, inventories, fields of inventories or traits,
 * it leaves alone; what is in use stays until it is released, and nobody gets more of it.
 */
final class HostRules {
    /** For readers of the decision, because the sender of such a report waits for no answer. */
    private static final String WRONG_WAY = "the host is enrolled, so its agent reports through berth.reports or"
            + " POST /hosts/{uuid}/report and not into berth.log";

    private HostRules() {}

    static Outcome decide(LedgerView view, Position position, ReportHost command) {
        NameTakeOver takeOver = NameTakeOver.of(view, command);
        HostChanges changes = new HostChanges(view, command, takeOver.predecessor());
        return outOfSequence(view, position, command)
                .or(takeOver::obstacle)
                .or(() -> obstacle(view, command, changes, takeOver))
                .or(changes::obstacle)
                .or(() -> DeviceRules.uncounted(view, command))
                .map(Outcome::refused)
                .orElseGet(() -> Outcome.accepted(ImmutableList.<Event>builder()
                        .addAll(takeOver.events())
                        .addAll(changes.events())
                        .build()));
    }

    /**
     * Whether the report comes again, or comes by a way that agents do not take. The number of an accepted report
     * counts for ever, so that one that was overheard is of no use later.
     */
    private static Optional<Refusal> outOfSequence(LedgerView view, Position position, ReportHost command) {
        ProviderId host = command.host();
        if (command.sequence().isEmpty()) {
            return view.enrolment(host)
                    .map(enrolled ->
                            ofHost(Rejection.REPORT_WITHOUT_SEQUENCE, host).with(Fact.REASON, WRONG_WAY));
        }
        long sequence = command.sequence().getAsLong();
        OptionalLong last = view.lastSequence(host);
        if (last.isPresent() && sequence <= last.getAsLong()) {
            return Optional.of(ofHost(Rejection.REPORT_NOT_NEWER, host)
                    .with(Fact.REQUESTED, sequence)
                    .with(Fact.ACTUAL, last.getAsLong()));
        }
        long latest = position.timestampMs() + Limits.SEQUENCE_AHEAD_MS_MAX;
        return sequence <= latest
                ? Optional.empty()
                : Optional.of(ofHost(Rejection.SEQUENCE_TOO_FAR_AHEAD, host)
                        .with(Fact.REQUESTED, sequence)
                        .with(Fact.LIMIT, latest));
    }

    private static Refusal ofHost(Rejection rejection, ProviderId host) {
        return Refusal.of(rejection).with(Fact.HOST, host);
    }

    private static Optional<Refusal> obstacle(
            LedgerView view, ReportHost command, HostChanges changes, NameTakeOver takeOver) {
        for (ReportedProvider reported : command.providers()) {
            Optional<Refusal> obstacle = ofOtherHost(view, command.host(), reported.provider())
                    .or(() -> misnamed(view, reported, changes, takeOver))
                    .or(() -> unknown(view, reported));
            if (obstacle.isPresent()) {
                return obstacle;
            }
        }
        return Optional.empty();
    }

    /**
     * A provider is vouched for by one host alone, and a report may name what is new, what stands in the host's own
     * tree and what the host has vouched for before, wherever that was put since. So no agent can take, rename or empty
     * what is another's.
     */
    private static Optional<Refusal> ofOtherHost(LedgerView view, ProviderId host, ProviderId reported) {
        Optional<ProviderId> voucher = view.voucherOf(reported);
        Optional<ProviderId> owner = voucher.or(() -> reported.equals(host)
                        ? Optional.empty()
                        : view.enrolment(reported).map(Enrolment::host))
                .or(() -> view.provider(reported).map(Provider::root));
        return owner.filter(other -> !other.equals(host))
                .map(other ->
                        Refusal.of(Rejection.PROVIDER_OF_OTHER_HOST, reported).with(Fact.HOST, other));
    }

    /** A name may go from one provider of the report to another, and be taken over from one that goes. */
    private static Optional<Refusal> misnamed(
            LedgerView view, ReportedProvider reported, HostChanges changes, NameTakeOver takeOver) {
        Optional<ProviderId> namesake = view.providerNamed(reported.name());
        return namesake.filter(other ->
                        !other.equals(reported.provider()) && !changes.takesNameFrom(other) && !takeOver.removes(other))
                .map(other -> HostLifeRules.taken(view, reported.provider(), reported.name()));
    }

    /** Custom names are made on the way; a well-known name that is not known is a mistake. */
    private static Optional<Refusal> unknown(LedgerView view, ReportedProvider reported) {
        for (ResourceClass resourceClass : reported.inventories().keySet()) {
            if (!resourceClass.isCustom() && !view.isKnown(resourceClass)) {
                return Optional.of(Refusal.of(Rejection.RESOURCE_CLASS_NOT_FOUND, reported.provider(), resourceClass));
            }
            if (reported.inventories().get(resourceClass).reserved()
                    > reported.inventories().get(resourceClass).total()) {
                return Optional.of(Refusal.of(Rejection.RESERVED_EXCEEDS_TOTAL, reported.provider(), resourceClass));
            }
        }
        for (Trait trait : reported.traits()) {
            if (!trait.isCustom() && !view.isKnown(trait)) {
                return Optional.of(Refusal.of(Rejection.TRAIT_NOT_FOUND, trait));
            }
        }
        return Optional.empty();
    }

    static RegionEdit evolve(RegionEdit edit, SequenceAdvanced event) {
        return edit.sequence(event.host(), event.sequence());
    }

    static RegionEdit evolve(RegionEdit edit, HostReportAmended event) {
        HostReport report = edit.hostReport(event.host()).orElse(HostReport.none(event.host()));
        return edit.put(report.amended(event.changed(), event.removed()));
    }

    static RegionEdit evolve(RegionEdit edit, HostReported event) {
        return edit.put(new HostReport(event.host(), event.vouched(), event.cells()));
    }
}

package dev.berth.ledger.rules;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.EnrolHost;
import dev.berth.events.command.ReplaceKey;
import dev.berth.events.command.WithdrawHost;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Rejection;
import dev.berth.events.event.Event;
import dev.berth.events.event.HostEnrolled;
import dev.berth.events.event.HostWithdrawn;
import dev.berth.events.model.Enrolment;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.RegionEdit;
import java.util.Optional;

/**
 * The rules of who lets the agent of a host report. A key is one host's alone, so that what it signs says whose it is.
 */
final class EnrolmentRules {
    private EnrolmentRules() {}

    static Outcome decide(LedgerView view, EnrolHost command) {
        return enrolled(view, command.enrolment());
    }

    static Outcome decide(LedgerView view, ReplaceKey command) {
        return view.enrolment(command.host())
                .map(before -> new Enrolment(before.host(), Optional.of(command.key()), before.user()))
                .map(enrolment -> enrolled(view, enrolment))
                .orElseGet(() -> notEnrolled(command.host()));
    }

    private static Outcome enrolled(LedgerView view, Enrolment enrolment) {
        Optional<ProviderId> other =
                enrolment.key().flatMap(view::hostWith).filter(host -> !host.equals(enrolment.host()));
        if (other.isPresent()) {
            return Outcome.refused(Refusal.of(Rejection.KEY_OF_OTHER_HOST)
                    .with(Fact.HOST, enrolment.host())
                    .with(Fact.ACTUAL, other.get()));
        }
        return view.enrolment(enrolment.host()).equals(Optional.of(enrolment))
                ? Outcome.accepted()
                : Outcome.accepted(new HostEnrolled(enrolment));
    }

    static Outcome decide(LedgerView view, WithdrawHost command) {
        if (view.enrolment(command.host()).isEmpty()) {
            return notEnrolled(command.host());
        }
        // A host that has never reported is none from now on, and what is no host is not drained.
        return Outcome.accepted(ImmutableList.<Event>builder()
                .addAll(
                        view.hostReport(command.host()).isPresent()
                                ? ImmutableList.of()
                                : DrainRules.undrained(view, command.host()))
                .add(new HostWithdrawn(command.host()))
                .build());
    }

    private static Outcome notEnrolled(ProviderId host) {
        return Outcome.refused(Refusal.of(Rejection.HOST_NOT_ENROLLED).with(Fact.HOST, host));
    }

    static RegionEdit evolve(RegionEdit edit, HostEnrolled event) {
        return edit.put(event.enrolment());
    }

    static RegionEdit evolve(RegionEdit edit, HostWithdrawn event) {
        return edit.removeEnrolment(event.host());
    }
}

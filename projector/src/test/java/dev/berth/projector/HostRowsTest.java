package dev.berth.projector;

import static dev.berth.projector.Commands.claim;
import static dev.berth.projector.Commands.claimDevices;
import static dev.berth.projector.Commands.create;
import static dev.berth.projector.Commands.inventory;
import static dev.berth.projector.Commands.provider;
import static dev.berth.projector.Commands.release;
import static dev.berth.projector.Commands.reportWithDevices;
import static dev.berth.projector.Commands.skip;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.Command;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.DeleteProvider;
import dev.berth.events.command.EnrolHost;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.ReplaceTraits;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.UpdateProvider;
import dev.berth.events.command.WithdrawHost;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Rejection;
import dev.berth.events.host.HostRow;
import dev.berth.events.host.HostRowKey;
import dev.berth.events.host.VouchedDigest;
import dev.berth.events.log.HostRowRecord;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Enrolment;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.events.model.Trait;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the agents of hosts are told, command by command. */
class HostRowsTest {
    private static final ProviderId HOST = provider(1);

    private RegionFold fold = RegionFold.of(RegionView.empty(Region.DEFAULT));
    private long offset;

    @Test
    void tellsOfAReportThatItIsGrantedAndWhatStandsAfterIt() {
        ReportHost report = ((ReportHost) reportWithDevices(1, 2)).withSequence(7);

        assertThat(rows(report))
                .containsExactly(
                        row(HOST, new HostRow.Report(at(0), OptionalLong.of(7), Optional.empty())),
                        row(HOST, new HostRow.Vouched(at(0), VouchedDigest.of(report))));
    }

    @Test
    void tellsWhyAReportIsRefusedAndThatTheOneBeforeStands() {
        ReportHost report = ((ReportHost) reportWithDevices(1, 2)).withSequence(7);
        rows(report);

        assertThat(rows(((ReportHost) reportWithDevices(1, 1)).withSequence(7)))
                .containsExactly(
                        row(
                                HOST,
                                new HostRow.Report(
                                        at(1),
                                        OptionalLong.of(7),
                                        Optional.of(Refusal.of(Rejection.REPORT_NOT_NEWER)
                                                .with(Refusal.Fact.HOST, HOST)
                                                .with(Refusal.Fact.REQUESTED, 7)
                                                .with(Refusal.Fact.ACTUAL, 7)))),
                        row(HOST, new HostRow.Vouched(at(1), VouchedDigest.of(report))));
    }

    @Test
    void tellsNothingOfClaimsAndReleasesNorOfWhatNobodyVouchesFor() {
        rows(reportWithDevices(1, 2));

        assertThat(rows(claim(1, 1, 2))).isEmpty();
        assertThat(rows(claimDevices(2, 1, 1))).isEmpty();
        assertThat(rows(release(1))).isEmpty();
        assertThat(rows(release(2))).isEmpty();
        assertThat(rows(create(5))).isEmpty();
        assertThat(rows(inventory(5, 0, 4))).isEmpty();
        assertThat(rows(new DeleteProvider(id(), provider(5)))).isEmpty();
    }

    @Test
    void tellsThatSomethingElseStandsWhateverAnOperatorChanges() {
        ReportHost report = (ReportHost) reportWithDevices(1, 2);
        rows(report);
        Sha256 reported = VouchedDigest.of(report);

        long generation = fold.view().existing(HOST).generation();
        Sha256 fewer = vouched(rows(inventory(1, generation, 4)));
        Sha256 renamed = vouched(rows(new UpdateProvider(id(), HOST, "other", Optional.empty())));
        Sha256 deleted = vouched(rows(new DeleteProvider(id(), provider(101))));

        assertThat(List.of(reported, fewer, renamed, deleted)).doesNotHaveDuplicates();
        assertThat(vouched(rows(reportWithDevices(1, 2)))).isEqualTo(reported);
    }

    @Test
    void tellsTheSameThoughOthersAddTraits() {
        ReportHost report = (ReportHost) reportWithDevices(1, 2);
        rows(report);
        long generation = fold.view().existing(HOST).generation();

        Sha256 after = vouched(rows(new ReplaceTraits(
                id(), HOST, OptionalLong.of(generation), ImmutableSortedSet.of(Trait.of("HW_CPU_X86_AVX")))));

        assertThat(after).isEqualTo(VouchedDigest.of(report));
    }

    @Test
    void deletesTheRowsOfAHostThatIsGone() {
        rows(new EnrolHost(id(), new Enrolment(HOST, Optional.empty(), Optional.of("user"))));
        rows(((ReportHost) reportWithDevices(1, 2)).withSequence(1));
        rows(new DeleteProvider(id(), provider(101)));

        assertThat(rows(new DeleteProvider(id(), HOST))).containsExactly(gone(HOST, HostRow.Kind.VOUCHED));
        assertThat(rows(new WithdrawHost(id(), HOST)))
                .containsExactly(gone(HOST, HostRow.Kind.REPORT), gone(HOST, HostRow.Kind.VOUCHED));
    }

    @Test
    void keepsNoRowOfARefusedReportOfAStranger() {
        rows(new CreateProvider(id(), provider(9), "cn1", Optional.empty()));

        assertThat(rows(reportWithDevices(1, 1))).isEmpty();
        assertThat(fold.view().hostReport(HOST)).isEmpty();
    }

    @Test
    void tellsOfAReportThatHasWaitedBehindAStop() {
        take(new LogEntry.Unreadable(at(offset++), "no command", Sha256.NONE));
        ReportHost report = ((ReportHost) reportWithDevices(1, 2)).withSequence(7);

        assertThat(rows(report)).isEmpty();
        assertThat(rows(skip(0)))
                .contains(
                        row(HOST, new HostRow.Report(at(1), OptionalLong.of(7), Optional.empty())),
                        row(HOST, new HostRow.Vouched(at(2), VouchedDigest.of(report))));
    }

    private List<HostRowRecord> rows(Command command) {
        return take(new LogEntry.Readable(at(offset++), command, Sha256.NONE));
    }

    private List<HostRowRecord> take(LogEntry entry) {
        RegionFold before = fold;
        RegionFold.Taken taken = before.take(entry);
        fold = taken.after();
        return new ArrayList<>(HostRows.of(before, taken, Optional.of(entry)));
    }

    private static Sha256 vouched(List<HostRowRecord> rows) {
        return rows.stream()
                .flatMap(told -> told.row().stream())
                .filter(HostRow.Vouched.class::isInstance)
                .map(row -> ((HostRow.Vouched) row).digest())
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    private static Position at(long offset) {
        return new Position(0, offset, 1_700_000_000_000L);
    }

    private static HostRowRecord row(ProviderId host, HostRow row) {
        return new HostRowRecord(new HostRowKey(Region.DEFAULT, host, row.kind()), Optional.of(row));
    }

    private static HostRowRecord gone(ProviderId host, HostRow.Kind kind) {
        return new HostRowRecord(new HostRowKey(Region.DEFAULT, host, kind), Optional.empty());
    }

    private static CommandId id() {
        return new CommandId(UUID.randomUUID());
    }
}

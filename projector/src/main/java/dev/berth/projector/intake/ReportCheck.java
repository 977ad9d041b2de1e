package dev.berth.projector.intake;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.Decoding;
import dev.berth.events.codec.RegistryUnavailableException;
import dev.berth.events.command.Command;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.Sent;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.ReportRecord;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Enrolment;
import dev.berth.events.model.HostKey;
import dev.berth.events.model.Limits;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.Origin;
import dev.berth.events.model.Printable;
import dev.berth.events.model.Sha256;
import dev.berth.events.report.ReportEnvelope;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.RegionViews;
import dev.berth.projector.board.HostBoard;
import dev.berth.projector.intake.CheckedReport.Sender;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntSupplier;

/**
 * Finds out whether a record is what it has to be: the report or heartbeat of an enrolled host, signed by its key,
 * newer than the last. Cheap checks come first, and nothing of the report is looked at before its signature. For one
 * thread.
 */
final class ReportCheck {
    private static final int WORDS_MAX = 300;

    private final RegionViews views;
    private final CommandCodec codec;
    private final IntSupplier partitions;
    private final HostBoard board;
    private final SchemaQuestions questions = new SchemaQuestions();

    /**
     * @param partitions how many the log has, and so the topic of reports
     */
    ReportCheck(RegionViews views, CommandCodec codec, IntSupplier partitions, HostBoard board) {
        this.views = views;
        this.codec = codec;
        this.partitions = partitions;
        this.board = board;
    }

    /**
     * Looks at a record.
     *
     * @throws dev.berth.projector.LogUnavailableException if the region's view cannot be vouched for now
     */
    Verdict check(ReportRecord record) {
        if (record.value() == null) {
            return new Verdict.Discarded(
                    IntakeRefusal.UNREADABLE, Optional.empty(), "expected a signed report but got no value");
        }
        ReportEnvelope.Opened opened;
        try {
            opened = ReportEnvelope.open(record.value());
        } catch (MalformedException e) {
            return new Verdict.Discarded(IntakeRefusal.UNREADABLE, Optional.empty(), safe(e.getMessage()));
        }
        ReportEnvelope envelope = opened.envelope();
        int home = Partitions.of(envelope.region(), partitions.getAsInt());
        if (home != record.partition()) {
            return refused(
                    IntakeRefusal.FOREIGN, envelope, "its region is at home in partition " + home + ", put it there");
        }
        RegionView view = views.view(envelope.region());
        Optional<HostKey> key = view.enrolment(envelope.host()).flatMap(Enrolment::key);
        if (key.isEmpty()) {
            return refused(
                    IntakeRefusal.NOT_ENROLLED,
                    envelope,
                    "the host is not enrolled with a key in this region; an administrator enrols it with PUT /hosts/"
                            + envelope.host() + "/enrolment");
        }
        if (!opened.isSignedBy(key.get())) {
            return refused(
                    IntakeRefusal.SIGNATURE,
                    envelope,
                    "its signature is not that of the key that the host has enrolled");
        }
        return envelope.kind() == ReportEnvelope.Kind.HEARTBEAT
                ? heartbeat(record, envelope, view)
                : read(record, envelope, view, key.get());
    }

    /**
     * Counts if its number is above that of all that the host has signed, so that one that was overheard is of no use
     * later. After a takeover the numbers of the last ten minutes are not known; the time that counts is Kafka's.
     */
    private Verdict heartbeat(ReportRecord record, ReportEnvelope envelope, RegionView view) {
        long last = Math.max(
                view.lastSequence(envelope.host()).orElse(-1), board.lastSequence(envelope.region(), envelope.host()));
        if (envelope.sequence() <= last) {
            return old(envelope, last);
        }
        if (isAhead(record, envelope)) {
            return ahead(record, envelope);
        }
        return new Verdict.Heard(new Sender(envelope.region(), envelope.host()), envelope.sequence());
    }

    private static Verdict old(ReportEnvelope envelope, long last) {
        return refused(
                IntakeRefusal.OLD,
                envelope,
                "its sequence number " + envelope.sequence() + " is not above the last, " + last);
    }

    private static boolean isAhead(ReportRecord record, ReportEnvelope envelope) {
        return envelope.sequence() > record.timestampMs() + Limits.SEQUENCE_AHEAD_MS_MAX;
    }

    private static Verdict ahead(ReportRecord record, ReportEnvelope envelope) {
        return refused(
                IntakeRefusal.AHEAD,
                envelope,
                "its sequence number " + envelope.sequence() + " lies more than an hour ahead of Kafka's clock, "
                        + record.timestampMs() + "; set the host's clock");
    }

    private Verdict read(ReportRecord record, ReportEnvelope envelope, RegionView view, HostKey key) {
        if (!codec.isReadAlone(envelope.report())
                && !questions.admit(new Sender(envelope.region(), envelope.host()), System.nanoTime())) {
            return unknownSchema(envelope);
        }
        Decoding<Command> decoding;
        try {
            decoding = codec.decode(envelope.report());
        } catch (RegistryUnavailableException e) {
            questions.unanswered(System.nanoTime());
            return unknownSchema(envelope);
        }
        if (decoding.problem().isPresent()) {
            return refused(
                    IntakeRefusal.MALFORMED, envelope, safe(decoding.problem().get()));
        }
        Command command = ((Decoding.Decoded<Command>) decoding).value();
        if (!(command instanceof ReportHost report)) {
            return refused(
                    IntakeRefusal.NOT_A_REPORT, envelope, "expected a report but got the command " + command.kind());
        }
        if (!report.host().equals(envelope.host()) || !report.sequence().equals(OptionalLong.of(envelope.sequence()))) {
            return refused(
                    IntakeRefusal.CONTRADICTION,
                    envelope,
                    "the report is of host " + report.host() + " with sequence number " + report.sequence()
                            + ", but its envelope says " + envelope.sequence());
        }
        return compared(record, envelope, view, key, report.sentAs(id(envelope)));
    }

    private static Verdict unknownSchema(ReportEnvelope envelope) {
        return refused(
                IntakeRefusal.UNKNOWN_SCHEMA,
                envelope,
                "its schema is not known here and the registry cannot be asked about it now; a later report is looked"
                        + " at again, and a host may have one asked for a minute");
    }

    private static Verdict compared(
            ReportRecord record, ReportEnvelope envelope, RegionView view, HostKey key, ReportHost named) {
        if (view.decided(named.commandId()).isPresent()) {
            return new Verdict.Repeated();
        }
        OptionalLong last = view.lastSequence(envelope.host());
        if (last.isPresent() && envelope.sequence() <= last.getAsLong()) {
            return old(envelope, last.getAsLong());
        }
        if (isAhead(record, envelope)) {
            return ahead(record, envelope);
        }
        Origin origin = Origin.agent(
                envelope.agentHost().orElse(""), envelope.agentVersion().orElse(""));
        return new Verdict.Passed(new CheckedReport(
                record.partition(),
                record.offset(),
                envelope.region(),
                envelope.host(),
                envelope.sequence(),
                key,
                Sent.of(named).withOrigin(origin),
                record.value().length));
    }

    /**
     * Whether the host still has the key by which the report passed, and no newer report was decided meanwhile.
     *
     * @throws dev.berth.projector.LogUnavailableException if the region's view cannot be vouched for now
     */
    Optional<Verdict> objection(CheckedReport report) {
        RegionView view = views.view(report.region());
        boolean hasKey = view.enrolment(report.host())
                .flatMap(Enrolment::key)
                .filter(report.key()::equals)
                .isPresent();
        if (!hasKey) {
            return Optional.of(new Verdict.Discarded(
                    IntakeRefusal.NOT_ENROLLED,
                    Optional.of(report.sender()),
                    "the host's key was withdrawn or replaced before the report was let in"));
        }
        return view.decided(report.sent().commandId()).isPresent()
                ? Optional.of(new Verdict.Repeated())
                : Optional.empty();
    }

    /**
     * The same id for the same report, no matter who appends it and how often, so that it is decided once: from region,
     * host, sequence number and what the report's bytes hash to.
     */
    private static CommandId id(ReportEnvelope envelope) {
        byte[] region = envelope.region().name().getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + region.length + 3 * Long.BYTES + Sha256.LENGTH);
        bytes.putInt(region.length).put(region);
        bytes.putLong(envelope.host().value().getMostSignificantBits())
                .putLong(envelope.host().value().getLeastSignificantBits())
                .putLong(envelope.sequence())
                .put(Sha256.of(envelope.report()).bytes());
        return new CommandId(Sha256.of(bytes.array()).toUuid());
    }

    private static Verdict refused(IntakeRefusal reason, ReportEnvelope envelope, String words) {
        return new Verdict.Discarded(reason, Optional.of(new Sender(envelope.region(), envelope.host())), words);
    }

    private static String safe(String text) {
        return Printable.of(text, WORDS_MAX);
    }
}

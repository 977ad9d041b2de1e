package dev.berth.events.host;

import dev.berth.events.decision.Refusal;
import dev.berth.events.model.Position;
import dev.berth.events.model.Sha256;
import java.util.Optional;
import java.util.OptionalLong;

/** A row of berth.hosts; which region and host it is of stands in its key. Each kind has one writer. */
public sealed interface HostRow {
    /** The kinds, for keys. */
    enum Kind {
        REPORT,
        VOUCHED,
        HEARD
    }

    Kind kind();

    /**
     * What was decided of the host's last report. Written by the fold, with the decision.
     *
     * @param sequence the report's number, if it had one
     * @param refusal why it was refused; empty if it was granted
     */
    record Report(Position position, OptionalLong sequence, Optional<Refusal> refusal) implements HostRow {
        @Override
        public Kind kind() {
            return Kind.REPORT;
        }
    }

    /**
     * What the host vouches for, as it stands after a command. Written by the fold whenever that has changed; there is
     * none of a host that vouches for nothing.
     *
     * @param digest see {@link VouchedDigest}
     */
    record Vouched(Position position, Sha256 digest) implements HostRow {
        @Override
        public Kind kind() {
            return Kind.VOUCHED;
        }
    }

    /**
     * When the host was heard of. Written by the instance that hears it, and only now and then.
     *
     * @param sequence the highest sequence number that it has signed, -1 before the first
     */
    record Heard(long heardMs, long sequence) implements HostRow {
        /** The row of a host that was never heard of. */
        public static final Heard NEVER = new Heard(0, -1);

        @Override
        public Kind kind() {
            return Kind.HEARD;
        }

        /** The later of both, in each of its values. */
        public Heard later(Heard other) {
            return new Heard(Math.max(heardMs, other.heardMs), Math.max(sequence, other.sequence));
        }

        /** Each of its values, or that of {@link #NEVER} for one that lies beyond its bounds. */
        public Heard within(long heardMsMax, long sequenceMax) {
            return new Heard(
                    heardMs < 0 || heardMs > heardMsMax ? NEVER.heardMs : heardMs,
                    sequence < 0 || sequence > sequenceMax ? NEVER.sequence : sequence);
        }
    }
}

package dev.berth.projector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.command.Command;
import dev.berth.events.command.EnrolHost;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.decision.Outcome;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Enrolment;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.report.ReportEnvelope;
import dev.berth.events.report.ReportKeys;
import dev.berth.projector.CommandLog;
import java.security.PrivateKey;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A host with its key, as its agent has it. */
record SigningHost(ProviderId id, Region region, PrivateKey key, CommandCodec codec) {
    /** One of the default region that nobody has enrolled. */
    static SigningHost unknown(CommandCodec codec) {
        return unknown(Region.DEFAULT, codec);
    }

    static SigningHost unknown(Region region, CommandCodec codec) {
        return new SigningHost(new ProviderId(UUID.randomUUID()), region, ReportKeys.generate(), codec);
    }

    /** As an administrator does. */
    void enrol(PrivateKey with, CommandLog log) throws Exception {
        EnrolHost command = new EnrolHost(
                new CommandId(UUID.randomUUID()),
                new Enrolment(id, Optional.of(ReportKeys.publicKey(with)), Optional.empty()));
        assertThat(log.submit(region, command)
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS)
                        .outcome())
                .isInstanceOf(Outcome.Accepted.class);
    }

    static ReportHost report(ProviderId host, long sequence) {
        return new ReportHost(
                        new CommandId(UUID.randomUUID()),
                        host,
                        ImmutableList.of(new ReportedProvider(
                                host,
                                "name-" + host,
                                Optional.empty(),
                                ImmutableSortedMap.of(),
                                ImmutableSortedSet.of())))
                .withSequence(sequence);
    }

    byte[] heartbeat(long sequence) {
        return ReportEnvelope.heartbeat(region, id, sequence, Optional.of("machine"), Optional.of("0.1"))
                .seal(key);
    }

    byte[] sealed(long sequence) {
        return sealed(sequence, report(id, sequence), key);
    }

    byte[] sealed(long sequence, Command command, PrivateKey with) {
        return sealed(region, sequence, codec.encode(command), with);
    }

    byte[] sealed(Region claimed, long sequence, byte[] command, PrivateKey with) {
        return new ReportEnvelope(claimed, id, sequence, Optional.of("machine"), Optional.of("0.1"), command)
                .seal(with);
    }
}

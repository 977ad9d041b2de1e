package dev.berth.events.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import dev.berth.events.CommandArbitraries;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.CommandKind;
import dev.berth.events.command.ReportHost;
import dev.berth.events.json.BoundedJson;
import dev.berth.events.model.CommandId;
import dev.berth.events.report.ReportDocument;
import java.io.IOException;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class VouchedDigestTest {
    @Provide
    Arbitrary<ReportHost> reports() {
        return CommandArbitraries.commands(CommandKind.REPORT_HOST).map(ReportHost.class::cast);
    }

    @Property(tries = 100)
    void isTheSameOnEachSideOfBothDoors(@ForAll("reports") ReportHost report) throws IOException {
        SchemaRegistry registry = SchemaRegistry.inMemory();
        registry.registerSchemas();
        CommandCodec codec = new CommandCodec(registry);
        ReportHost throughKafka =
                (ReportHost) codec.decode(codec.encode(report)).orElseThrow(IllegalStateException::new);
        ReportHost overHttp = ReportDocument.read(
                new CommandId(new UUID(1, 2)),
                BoundedJson.mapper().readTree(ReportDocument.of(report).toString()));

        assertThat(VouchedDigest.of(throughKafka)).isEqualTo(VouchedDigest.of(report));
        assertThat(VouchedDigest.of(overHttp)).isEqualTo(VouchedDigest.of(report));
    }

    @Property(tries = 100)
    void knowsNeitherIdNorNumberNorOrderOfDevices(@ForAll("reports") ReportHost report) {
        ReportHost other = new ReportHost(
                new CommandId(new UUID(3, 4)),
                report.host(),
                report.providers(),
                report.cells(),
                report.devices().reverse());

        assertThat(VouchedDigest.of(other.withSequence(5))).isEqualTo(VouchedDigest.of(report));
    }

    @Property(tries = 200)
    void tellsReportsApart(@ForAll("reports") ReportHost one, @ForAll("reports") ReportHost other) {
        boolean isSame = one.host().equals(other.host())
                && one.providers().equals(other.providers())
                && one.cells().equals(other.cells())
                && one.devices().equals(other.devices());

        assertThat(VouchedDigest.of(one).equals(VouchedDigest.of(other))).isEqualTo(isSame);
    }

    @Property(tries = 100)
    void missesNothingThatIsLeftOut(@ForAll("reports") ReportHost report) {
        ReportHost fewer = new ReportHost(
                report.commandId(),
                report.host(),
                report.providers(),
                report.cells(),
                ImmutableList.copyOf(Iterables.skip(report.devices(), 1)));

        assertThat(VouchedDigest.of(fewer).equals(VouchedDigest.of(report)))
                .isEqualTo(report.devices().isEmpty());
    }
}

package dev.berth.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.command.Command;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Reply;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.scenario.CommandReader;
import dev.berth.ledger.scenario.Symbols;
import dev.berth.ledger.state.RegionView;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the sender of a report is told. */
final class RepliesTest {
    private final Symbols symbols = new Symbols();
    private RegionView view = RegionView.empty(Region.DEFAULT);
    private int offset;

    @Test
    void tellsWhichProvidersStayThoughNotReported() {
        tell("report number 1 cn1 VCPU=8 and nic0 under cn1 CUSTOM_VF=2 and nic1 under cn1");
        tell("claim vm1@- nic0:CUSTOM_VF=1");
        Reply reply = tell("report number 2 cn1 VCPU=8");
        assertThat(reply.kept()).containsExactly(symbols.provider("nic0"));
        assertThat(reply.hasChanged()).isTrue();
        tell("release vm1");
        assertThat(tell("report number 3 cn1 VCPU=8").kept()).isEmpty();
    }

    @Test
    void takesTheNumberOfAReportForNoChange() {
        assertThat(tell("report number 1 cn1 VCPU=8").hasChanged()).isTrue();
        assertThat(tell("report number 2 cn1 VCPU=8").hasChanged()).isFalse();
    }

    @Test
    void saysWhereAgentsReportThatHaveWrittenToTheLog() {
        tell("enrol cn1 key k1");
        assertThat(tell("report cn1 VCPU=8").refusal().flatMap(refusal -> refusal.fact(Fact.REASON)))
                .contains("the host is enrolled, so its agent reports through berth.reports or"
                        + " POST /hosts/{uuid}/report and not into berth.log");
    }

    @Test
    void tellsAndRemembersOfDevicesOnlyWhatServesTheRequests() {
        tell("report cn1 VCPU=8 and nic0 under cn1 CUSTOM_NIC=2 offers 81:00.0/resource_class=CUSTOM_NIC"
                + " 82:00.0/resource_class=CUSTOM_NIC and - offers 83:00.0/net=a");
        tell("claim vm1@- nic0:CUSTOM_NIC=2");
        assertThat(tell("claim vm1@1 nic0:CUSTOM_NIC=2 pci cn1 r=1*net=a").devices())
                .containsExactly(Map.entry(new PciAddress(0, 0x83, 0, 0), "r"));
        assertThat(tell("claim vm1@2 nic0:CUSTOM_NIC=2 pci cn1 r=1*net=a").devices())
                .containsExactly(Map.entry(new PciAddress(0, 0x83, 0, 0), "r"));
        assertThat(tell("claim vm1@3 nic0:CUSTOM_NIC=2 pci cn1").devices()).isEmpty();
        assertThat(view.devices().heldBy(symbols.consumer("vm1"), symbols.provider("cn1")))
                .hasSize(2);
    }

    private Reply tell(String line) {
        Command command = new CommandReader(symbols).read(symbols.command(line), line);
        Position position = new Position(0, offset++, 0);
        Ledger.Step step = Ledger.apply(view, position, command);
        view = step.after();
        return Replies.of(view, position, command, step.decision().outcome());
    }
}

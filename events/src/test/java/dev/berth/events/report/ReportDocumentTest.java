package dev.berth.events.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.CommandArbitraries;
import dev.berth.events.command.CommandKind;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The document is all of the report, and nothing else. */
class ReportDocumentTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final CommandId ID = new CommandId(new UUID(1, 1));
    private static final ProviderId HOST = new ProviderId(new UUID(2, 2));

    @Provide
    Arbitrary<ReportHost> reports() {
        return CommandArbitraries.commands(CommandKind.REPORT_HOST).map(ReportHost.class::cast);
    }

    @Property(tries = 500)
    void readsEveryReportAsItWasWritten(@ForAll("reports") ReportHost report) throws JsonProcessingException {
        assertThat(ReportDocument.read(report.commandId(), sent(ReportDocument.of(report))))
                .isEqualTo(report);
    }

    @Property(tries = 200)
    void writesEveryDocumentAsItWasRead(@ForAll("reports") ReportHost report) throws JsonProcessingException {
        JsonNode document = sent(ReportDocument.of(report));
        assertThat(sent(ReportDocument.of(ReportDocument.read(ID, document)))).isEqualTo(document);
    }

    @Test
    void fillsInWhatPlacementFillsIn() throws JsonProcessingException {
        ReportHost report = ReportDocument.read(
                ID,
                MAPPER.readTree("{\"host\": \"" + HOST + "\", \"providers\": [{\"uuid\": \"" + HOST
                        + "\", \"name\": \"cn1\", \"inventories\": {\"VCPU\": {\"total\": 8}}}]}"));
        assertThat(report.sequence()).isEqualTo(OptionalLong.empty());
        ReportedProvider root = report.providers().get(0);
        assertThat(root.parent()).isEqualTo(Optional.empty());
        assertThat(root.inventories()).containsEntry(ResourceClass.of("VCPU"), InventoryRecord.of(8));
        assertThat(report.cells()).isEmpty();
        assertThat(report.devices()).isEmpty();
    }

    @Test
    void refusesWhatWouldBeLostOnTheWay() {
        ReportHost report = new ReportHost(
                ID,
                HOST,
                ImmutableList.of(new ReportedProvider(
                        HOST, "cn1", Optional.empty(), ImmutableSortedMap.of(), ImmutableSortedSet.of())));
        ObjectNode twice = ReportDocument.of(report);
        twice.withArray("numa_cells").addObject().put("id", 1);
        twice.withArray("numa_cells").addObject().put("id", 1);
        assertThatThrownBy(() -> ReportDocument.read(ID, twice))
                .isInstanceOf(MalformedException.class)
                .hasMessage("expected each NUMA cell once but got 1 twice");
    }

    /** As text and back, for numbers have their forms there. */
    private static JsonNode sent(JsonNode document) throws JsonProcessingException {
        return MAPPER.readTree(MAPPER.writeValueAsString(document));
    }
}

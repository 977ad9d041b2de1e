package dev.berth.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Strings;
import dev.berth.avro.command.ActivateRules;
import dev.berth.avro.command.CellClaim;
import dev.berth.avro.command.ChangeDevice;
import dev.berth.avro.command.ClaimAllocations;
import dev.berth.avro.command.ConsumerClaim;
import dev.berth.avro.command.CreateFlavor;
import dev.berth.avro.command.CreateResourceClass;
import dev.berth.avro.command.DeleteInventory;
import dev.berth.avro.command.DeviceClaim;
import dev.berth.avro.command.DeviceRequest;
import dev.berth.avro.command.DrainHost;
import dev.berth.avro.command.EnrolHost;
import dev.berth.avro.command.ImportFacts;
import dev.berth.avro.command.ImportedConsumer;
import dev.berth.avro.command.ImportedProvider;
import dev.berth.avro.command.ParentChange;
import dev.berth.avro.command.ReleaseAllocations;
import dev.berth.avro.command.RemoveHost;
import dev.berth.avro.command.RenameHost;
import dev.berth.avro.command.ReplaceInventories;
import dev.berth.avro.command.ReplaceKey;
import dev.berth.avro.command.ReplaceTraits;
import dev.berth.avro.command.ReportHost;
import dev.berth.avro.command.ReportedProvider;
import dev.berth.avro.command.Reshape;
import dev.berth.avro.command.UpdateProvider;
import dev.berth.avro.common.Alternative;
import dev.berth.avro.common.Attribute;
import dev.berth.avro.common.AttributeMember;
import dev.berth.avro.common.CellSocket;
import dev.berth.avro.common.ClassAmount;
import dev.berth.avro.common.ClassInventory;
import dev.berth.avro.common.Device;
import dev.berth.avro.common.Flavor;
import dev.berth.avro.common.GuestCell;
import dev.berth.avro.common.Origin;
import dev.berth.avro.common.ProviderAmounts;
import dev.berth.avro.common.ProviderCount;
import dev.berth.events.codec.Decoding.Malformed;
import dev.berth.events.command.Command;
import dev.berth.events.command.CommandKind;
import dev.berth.events.command.Sent;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.MalformedException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Commands that can be read, of values that the model does not admit: the whole sentence is held here, for it goes into
 * the log.
 */
class MalformedCommandTest {
    private static final String ID = "00000000-0000-4000-8000-000000000001";
    private static final String OTHER = "00000000-0000-4000-8000-000000000002";

    private final TestingRegistryClient client = new TestingRegistryClient();
    private final CommandCodec codec;

    MalformedCommandTest() {
        SchemaRegistry registry = SchemaRegistry.of(client);
        registry.registerSchemas();
        codec = new CommandCodec(registry);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource
    void saysWhatIsWrongAndWhere(SpecificRecord command, String reason) {
        CommandKind kind = CommandKind.valueOf(command.getSchema()
                .getName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toUpperCase(Locale.ROOT));
        assertThat(codec.decode(written(command))).isEqualTo(new Malformed<Command>(CommandId.of(ID), kind, reason));
    }

    static Stream<Arguments> saysWhatIsWrongAndWhere() {
        return Stream.of(
                Arguments.of(
                        new DeleteInventory(ID, "cn1", "VCPU", null, null),
                        "provider: expected a UUID of 36 characters but got \"cn1\""),
                Arguments.of(
                        new DeleteInventory(ID, "0000000-00000-4000-8000-000000000001", "VCPU", null, null),
                        "provider: expected a UUID of 36 characters but got \"0000000-00000-4000-8000-000000000001\""),
                Arguments.of(
                        new DeleteInventory(ID, ID, "vcpu", null, null),
                        "resourceClass: expected a resource class of A-Z, 0-9 and _ but got \"vcpu\""),
                Arguments.of(
                        new ReplaceTraits(ID, ID, null, List.of("CUSTOM_A", ""), null, null),
                        "traits[1]: expected a trait of A-Z, 0-9 and _ but got \"\""),
                Arguments.of(
                        inventories(inventory("VCPU", 0, 1.0)),
                        "inventories[0]: expected positive inventory units but got total 0, reserved 0, min_unit 1,"
                                + " max_unit 1, step_size 1"),
                Arguments.of(
                        inventories(inventory("VCPU", Long.MAX_VALUE, 1.0)),
                        "inventories[0]: expected inventory units of at most 2147483647 but got total"
                                + " 9223372036854775807, reserved 0, min_unit 1, max_unit 1, step_size 1"),
                Arguments.of(
                        inventories(inventory("DISK_GB", 1, 1.0), inventory("VCPU", 1, Double.NaN)),
                        "inventories[1]: expected an allocation ratio from 0 to 3.40282e+38"),
                Arguments.of(
                        inventories(inventory("VCPU", 1, 1.0), inventory("VCPU", 1, 1.0)),
                        "inventories: expected each entry once but got two of \"VCPU\""),
                Arguments.of(
                        new UpdateProvider(ID, ID, "cn1", new ParentChange(null, "FLY"), null, null),
                        "parentChange.permission: expected one of ADOPT_ROOTS, MOVE_FREELY but got \"FLY\""),
                Arguments.of(
                        new CreateResourceClass(ID, "CUSTOM_A", "ignore", null, null),
                        "ifExists: expected one of REFUSE, ACCEPT but got \"ignore\""),
                Arguments.of(
                        facts(List.of(imported(OTHER, -1)), List.of()),
                        "providers[0]: expected a generation from 0 to 4611686018427387903 for provider " + OTHER
                                + " but got -1"),
                Arguments.of(
                        facts(List.of(imported(ID, 0), imported(ID, 1)), List.of()),
                        "expected each provider once but got two of " + ID),
                Arguments.of(
                        facts(List.of(), List.of(holder(-1, amounts("VCPU", 1)))),
                        "consumers[0]: expected a generation from 0 to 4611686018427387903 for consumer " + ID
                                + " but got -1"),
                Arguments.of(
                        facts(List.of(imported(OTHER, Long.MAX_VALUE)), List.of()),
                        "providers[0]: expected a generation from 0 to 4611686018427387903 for provider " + OTHER
                                + " but got 9223372036854775807"),
                Arguments.of(
                        facts(List.of(), List.of(holder(1))),
                        "consumers[0]: expected allocations of consumer " + ID + " but got none"),
                Arguments.of(
                        facts(List.of(), List.of(holder(1, amounts("VCPU", 1L << 31)))),
                        "consumers[0]: expected amounts of at most 2147483647 of consumer " + ID
                                + " but got 2147483648"),
                Arguments.of(
                        facts(List.of(), List.of(holder(1, amounts("VCPU", 1)), holder(1, amounts("VCPU", 1)))),
                        "expected each consumer once but got two of " + ID),
                Arguments.of(
                        new ClaimAllocations(ID, List.of(claim("ABSENT", 3L)), null, null),
                        "claims[0]: expected UNCHECKED, ABSENT or AT_GENERATION with a generation but got ABSENT with a"
                                + " generation"),
                Arguments.of(
                        new ClaimAllocations(ID, List.of(claim("AT_GENERATION", null)), null, null),
                        "claims[0]: expected UNCHECKED, ABSENT or AT_GENERATION with a generation but got AT_GENERATION"
                                + " without a generation"),
                Arguments.of(
                        new ClaimAllocations(ID, List.of(claim("SOMEHOW", null)), null, null),
                        "claims[0].expected: expected one of UNCHECKED, ABSENT, AT_GENERATION but got \"SOMEHOW\""),
                Arguments.of(
                        new ClaimAllocations(ID, List.of(claim(amounts("VCPU", 0))), null, null),
                        "claims[0].allocations[0]: expected amounts of 1 or more from provider " + OTHER
                                + " but got 0 of \"VCPU\""),
                Arguments.of(
                        new ClaimAllocations(ID, List.of(claim(new ProviderAmounts(OTHER, List.of()))), null, null),
                        "claims[0].allocations[0]: expected amounts from provider " + OTHER + " but got none"),
                Arguments.of(
                        new ClaimAllocations(ID, List.of(claim("ABSENT", null), claim("ABSENT", null)), null, null),
                        "expected one claim a consumer but got two of " + ID),
                Arguments.of(
                        new ClaimAllocations(ID, List.of(claim(devices(request("r", List.of(), null)))), null, null),
                        "claims[0].devices.requests[0]: expected a request with an id, a count of 0 or more and "
                                + "either a"
                                + " flavor or alternatives but got \"r\" for 1 without a flavor and with 0"
                                + " alternatives"),
                Arguments.of(
                        new ClaimAllocations(ID, List.of(claim(devices(request("r", List.of(), "f", 0)))), null, null),
                        "claims[0].devices.requests[0]: expected a provider to give 1 device or more but got 0 from "
                                + OTHER),
                Arguments.of(
                        new ClaimAllocations(
                                ID,
                                List.of(claim(devices(request("r", List.of(), "f"), request("r", List.of(), "f")))),
                                null,
                                null),
                        "claims[0].devices: expected each request of a claim under an id of its own but got two of"
                                + " \"r\""),
                Arguments.of(
                        new ClaimAllocations(
                                ID, List.of(claim(null, new CellClaim(OTHER, List.of(cell("pinned"))))), null, null),
                        "claims[0].cells.cells[0].cpuPolicy: expected one of shared, dedicated, mixed but got"
                                + " \"pinned\""),
                Arguments.of(
                        reshape(claim(devices(request("r", List.of(), "f")))),
                        "expected a reshape to move amounts only but it claims devices"),
                Arguments.of(
                        reshape(claim(null, new CellClaim(OTHER, List.of(cell("shared"))))),
                        "expected a reshape to move amounts only but it claims cells"),
                Arguments.of(
                        reshape(claim(null, new CellClaim(OTHER, List.of()))),
                        "expected a reshape to move amounts only but it claims cells"),
                Arguments.of(
                        flavor(new Attribute("a", "WHOLE", "many", List.of())),
                        "flavor.alternatives[0].attributes[0]: expected a whole number but got \"many\""),
                Arguments.of(
                        flavor(new Attribute("a", "DECIMAL", "half", List.of())),
                        "flavor.alternatives[0].attributes[0]: expected a decimal number but got \"half\""),
                Arguments.of(
                        flavor(new Attribute("a", "FLAG", "yes", List.of())),
                        "flavor.alternatives[0].attributes[0]: expected true or false but got \"yes\""),
                Arguments.of(
                        flavor(new Attribute("a", "LIST", "", List.of(new AttributeMember("LIST", "")))),
                        "flavor.alternatives[0].attributes[0]: expected a plain value in a list but got a list"),
                Arguments.of(
                        new CreateFlavor(ID, new Flavor("", List.of(), null, null, 0L), null, null),
                        "flavor: expected a PCI flavor of 1 to 256 characters with alternatives but got \"\" with 0"),
                Arguments.of(
                        report(device("0000:00:00.8", "8086")),
                        "devices[0].address: expected a PCI address dddd:bb:ss.f but got \"0000:00:00.8\""),
                Arguments.of(
                        report(device("0000:00:00.0", "8086"), device("0000:00:00.1", "808")),
                        "devices[1]: expected vendor and product ids of four lower-case hex digits but got \"808\" and"
                                + " \"1000\" at 0000:00:00.1"),
                Arguments.of(
                        report(device("0000:00:00.0", "8086"), device("0000:00:00.0", "8086")),
                        "expected each device of host " + ID + " once but got 0000:00:00.0 twice"),
                Arguments.of(
                        new ReportHost(ID, ID, List.of(), List.of(), List.of(), null, false, List.of(), null, null),
                        "expected at least the host " + ID + " itself but got nothing"),
                Arguments.of(
                        new ReportHost(
                                ID, ID, List.of(reported(ID)), List.of(), List.of(), -1L, false, List.of(), null, null),
                        "expected a sequence number of at least 0 but got -1 of host " + ID),
                Arguments.of(
                        new EnrolHost(ID, OTHER, "00FF", null, null, null),
                        "key: expected the key of a host in 64 hex digits, lower case, but got \"00FF\""),
                Arguments.of(
                        new ReplaceKey(ID, OTHER, "", null, null),
                        "key: expected the key of a host in 64 hex digits, lower case, but got \"\""),
                Arguments.of(
                        new EnrolHost(ID, OTHER, null, "", null, null),
                        "expected the id of a user but got an empty text"),
                Arguments.of(
                        new EnrolHost(ID, OTHER, null, "a\u0007", null, null),
                        "expected the id of a user to have no control characters but got the character 7 at 1"),
                Arguments.of(
                        new DrainHost(ID, OTHER, " ", null, null),
                        "expected the reason of a drain but got an empty text"),
                Arguments.of(
                        new ReleaseAllocations(ID, OTHER, null, " ", null, null),
                        "expected the reason of a release but got an empty text"),
                Arguments.of(
                        new RemoveHost(ID, OTHER, "", null, null),
                        "expected the reason of a forced removal but got an empty text"),
                Arguments.of(
                        new RenameHost(ID, OTHER, "", null, null),
                        "expected a name for host " + OTHER + " but got an empty text"),
                Arguments.of(
                        new ReportHost(
                                ID,
                                ID,
                                List.of(reported(OTHER)),
                                List.of(),
                                List.of(),
                                null,
                                false,
                                List.of(),
                                null,
                                null),
                        "expected the tree of host " + ID + ", parents first, each id and name once, but got " + OTHER
                                + " named \"cn1\""),
                Arguments.of(
                        new ReportHost(
                                ID,
                                ID,
                                List.of(reported(ID)),
                                List.of(cell(-1)),
                                List.of(),
                                null,
                                false,
                                List.of(),
                                null,
                                null),
                        "cells[0]: expected a NUMA cell id and memory of 0 or more but got -1 and 0"),
                Arguments.of(
                        new ReportHost(
                                ID,
                                ID,
                                List.of(reported(ID)),
                                List.of(cell(1), cell(1)),
                                List.of(),
                                null,
                                false,
                                List.of(),
                                null,
                                null),
                        "cells: expected each entry once but got two of \"1\""),
                Arguments.of(
                        new ReportHost(
                                ID,
                                ID,
                                List.of(reported(ID)),
                                List.of(),
                                List.of(),
                                null,
                                false,
                                List.of("1"),
                                null,
                                null),
                        "cleaned[0]: expected a PCI address dddd:bb:ss.f but got \"1\""),
                Arguments.of(changed("FAIL", null), "expected a reason to fail device 0000:00:00.0 but got none"),
                Arguments.of(
                        changed("DRAIN", " "), "expected a reason to drain device 0000:00:00.0 but got a blank one"),
                Arguments.of(
                        changed("RETURN", "because"), "expected no reason to return device 0000:00:00.0 but got one"),
                Arguments.of(
                        changed("MEND", null),
                        "action: expected one of DRAIN, FAIL, CLEAN, ACKNOWLEDGE, RETURN but got \"MEND\""));
    }

    @Test
    void saysTheFirstFaultInTheOrderOfTheSchema() {
        assertThat(reason(new DeleteInventory(ID, "cn1", "vcpu", null, null))).startsWith("provider: ");
        ClassInventory bad = inventory("vcpu", 0, -1);
        assertThat(reason(inventories(inventory("VCPU", 1, 1.0), bad, bad)))
                .startsWith("inventories[1].resourceClass: ");
    }

    @Test
    void saysTheSameWhereTheWriterOrdersItsFieldsOtherwise() {
        String schema =
                CommandCodec.SHAPES.get(CommandKind.DELETE_INVENTORY).schema().toString();
        Schema ours = SchemaParser.parseSingle(schema);
        List<Schema.Field> turned = Stream.of("resourceClass", "provider", "commandId")
                .map(name -> new Schema.Field(
                        ours.getField(name), ours.getField(name).schema()))
                .toList();
        Schema writers = Schema.createRecord(ours.getName(), ours.getDoc(), ours.getNamespace(), false, turned);
        GenericRecord command = new GenericData.Record(writers);
        command.put("commandId", "no id");
        command.put("provider", "cn1");
        command.put("resourceClass", "vcpu");
        assertThat(codec.decode(written(command)))
                .isEqualTo(codec.decode(written(new DeleteInventory("no id", "cn1", "vcpu", null, null))));
    }

    @Test
    void givesACommandWithoutAUuidOneThatFollowsFromItsText() {
        assertThat(codec.decode(written(new ActivateRules("1-1-1-1-1", 1, null, null))))
                .isEqualTo(new Malformed<Command>(
                        CommandId.of("fd134b43-9327-8284-9a61-764bf09b3479"),
                        CommandKind.ACTIVATE_RULES,
                        "commandId: expected a UUID of 36 characters but got \"1-1-1-1-1\""));
        assertThat(id("")).isNotEqualTo(id("a"));
    }

    @Test
    void isMalformedWhereItsOriginIs() {
        assertThat(reason(sentFrom("a\nb", List.of())))
                .isEqualTo("origin: expected a kind of 1 to 255 characters without control characters but got 3:"
                        + " \"a\\u000ab\"");
        assertThat(reason(sentFrom("api", List.of("")))).startsWith("origin: expected a role of 1 to 255 characters");
        List<String> roles = IntStream.range(0, 65).mapToObj(Integer::toString).toList();
        assertThat(reason(sentFrom("api", roles))).isEqualTo("origin: expected at most 64 roles but got 65");
        assertThat(codec.decode(written(sentFrom("api", roles.subList(0, 64))))).isInstanceOf(Decoding.Decoded.class);
    }

    @Test
    void isNoneTheWorseForADoorThatThisVersionDoesNotKnow() {
        assertThat(codec.decodeSent(written(sentFrom("robot", List.of()))))
                .isInstanceOfSatisfying(
                        Decoding.Decoded.class,
                        decoded -> assertThat(((Sent) decoded.value())
                                        .origin()
                                        .orElseThrow()
                                        .kind())
                                .hasValue("robot"));
    }

    @Test
    void keepsReasonsShortAndPrintableWhateverIsSent() {
        String hostile = "\u0000\n\u001b[31m\u202e\ud800" + Strings.repeat("\u00e4", 5_000);
        SpecificRecord command = new UpdateProvider(ID, ID, "cn1", new ParentChange(null, hostile), null, null);
        assertThat(reason(command))
                .startsWith(
                        "parentChange.permission: expected one of ADOPT_ROOTS, MOVE_FREELY but got \"\\u0000\\u000a")
                .hasSize(MalformedException.REASON_LENGTH_MAX)
                .matches("[ -~]*")
                .endsWith("...");
    }

    @Test
    void isUnreadableWhereTheBytesEndAfterTheFault() {
        byte[] bytes = written(new DeleteInventory(ID, "cn1", "VCPU", null, null));
        assertThat(codec.decode(Arrays.copyOf(bytes, bytes.length - 1))).isInstanceOf(Decoding.Unreadable.class);
    }

    @Test
    void answersManyFaultsInTimeThatGrowsWithTheBytes() {
        List<ClassInventory> many = Collections.nCopies(200_000, inventory("vcpu", 0, -1));
        assertThat(reason(new ReplaceInventories(ID, ID, null, many, null, null)))
                .startsWith("inventories[0].resourceClass: ");
    }

    private CommandId id(String text) {
        return ((Malformed<Command>) codec.decode(written(new ActivateRules(text, 1, null, null)))).commandId();
    }

    private String reason(SpecificRecord command) {
        return ((Malformed<Command>) codec.decode(written(command))).reason();
    }

    private byte[] written(Object command) {
        return TestingSender.written(client, CommandCodec.TOPIC, command);
    }

    private static SpecificRecord sentFrom(String kind, List<String> roles) {
        return new ActivateRules(ID, 1, new Origin(kind, null, null, null, null, roles, null, null), null);
    }

    private static ReplaceInventories inventories(ClassInventory... inventories) {
        return new ReplaceInventories(ID, ID, null, List.of(inventories), null, null);
    }

    private static ClassInventory inventory(String resourceClass, long total, double ratio) {
        return new ClassInventory(resourceClass, total, 0L, 1L, 1L, 1L, ratio);
    }

    private static ConsumerClaim claim(String expected, Long generation) {
        return new ConsumerClaim(ID, expected, generation, "admin", "ada", null, List.of(), null, null);
    }

    private static ConsumerClaim claim(ProviderAmounts amounts) {
        return new ConsumerClaim(ID, "ABSENT", null, "admin", "ada", null, List.of(amounts), null, null);
    }

    private static ConsumerClaim claim(DeviceClaim devices) {
        return claim(devices, null);
    }

    private static ConsumerClaim claim(DeviceClaim devices, CellClaim cells) {
        return new ConsumerClaim(ID, "ABSENT", null, "admin", "ada", null, List.of(), devices, cells);
    }

    private static Reshape reshape(ConsumerClaim claim) {
        return new Reshape(ID, List.of(), List.of(claim), null, null);
    }

    private static ImportFacts facts(List<ImportedProvider> providers, List<ImportedConsumer> consumers) {
        return new ImportFacts(ID, List.of(), List.of(), providers, consumers, null, null);
    }

    private static ImportedProvider imported(String id, long generation) {
        return new ImportedProvider(id, "cn1", null, generation, List.of(), List.of(), List.of());
    }

    private static ImportedConsumer holder(long generation, ProviderAmounts... allocations) {
        return new ImportedConsumer(ID, generation, "project", "user", null, List.of(allocations));
    }

    private static ProviderAmounts amounts(String resourceClass, long amount) {
        return new ProviderAmounts(OTHER, List.of(new ClassAmount(resourceClass, amount)));
    }

    private static DeviceClaim devices(DeviceRequest... requests) {
        return new DeviceClaim(OTHER, List.of(), List.of(requests));
    }

    private static DeviceRequest request(String id, List<Alternative> alternatives, String flavor) {
        return new DeviceRequest(id, 1, flavor, alternatives, List.of(), null, List.of());
    }

    private static DeviceRequest request(String id, List<Alternative> alternatives, String flavor, int given) {
        return new DeviceRequest(
                id, 1, flavor, alternatives, List.of(), null, List.of(new ProviderCount(OTHER, given)));
    }

    private static GuestCell cell(String policy) {
        return new GuestCell(0, List.of(0), List.of(), 1L, null, policy, "prefer");
    }

    private static CellSocket cell(int id) {
        return new CellSocket(id, null, List.of(), List.of(), 0L, List.of(), List.of());
    }

    private static CreateFlavor flavor(Attribute attribute) {
        return new CreateFlavor(
                ID, new Flavor("f", List.of(new Alternative(List.of(attribute))), null, null, 0L), null, null);
    }

    private static ChangeDevice changed(String action, String reason) {
        return new ChangeDevice(ID, ID, "0000:00:00.0", action, reason, null, null);
    }

    private static ReportHost report(Device... devices) {
        return new ReportHost(
                ID, ID, List.of(reported(ID)), List.of(), List.of(devices), null, false, List.of(), null, null);
    }

    private static ReportedProvider reported(String id) {
        return new ReportedProvider(id, "cn1", null, List.of(), List.of(), List.of());
    }

    private static Device device(String address, String vendor) {
        return new Device(address, vendor, "1000", "type-PCI", null, null, List.of(), List.of(), null);
    }
}

package dev.berth.cli.migration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.agent.file.FileContent;
import dev.berth.agent.file.LegacyGuest;
import dev.berth.agent.file.LegacyHost;
import dev.berth.agent.file.LegacyHostFile;
import dev.berth.cli.client.ServiceAnswer;
import dev.berth.cli.client.ServiceClient;
import dev.berth.cli.migration.ImportLine.Result;
import dev.berth.cli.output.PrintOptions;
import dev.berth.cli.output.Table;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.Printable;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.ExitCode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code berth import-legacy}: claims what the instances of a resource tracker's file hold. Made by picocli, for one
 * run and its thread.
 */
@Command(
        name = "import-legacy",
        header = "Claim for the instances in a resource tracker's file what they hold.",
        description = {
            "An agent reports a host and claims nothing. This claims, for each instance that the file lists, what "
                    + "its flavor says that it takes of the host, as a consumer of its own under the instance's "
                    + "UUID. Each is claimed whole or not at all, and each is listed with what became of it. A "
                    + "second run changes nothing. The host has to be known: report it first, with berth agent "
                    + "--from-legacy FILE --once."
        },
        descriptionHeading = "%n",
        parameterListHeading = "%nParameter:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:each instance has what the file says, and nothing else is used",
            "1:the file cannot be used, the host is not known, or the service does not answer",
            "2:the command line is wrong",
            "3:an instance is refused, or the file counts as used what none of its instances takes"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth import-legacy compute-node.json --dry-run",
            "  berth import-legacy compute-node.json --url https://berth.example:8778 --cacert ca.pem"
        })
public final class ImportLegacyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The tracker's dictionary, as berth agent --from-legacy reads it.")
    private Path file;

    @Option(names = "--dry-run", description = "Say what would be claimed, and claim nothing.")
    private boolean isDryRun;

    @Mixin
    private ServiceClient service;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        FileContent<LegacyHost> content = LegacyHostFile.read(file);
        LegacyHost host = content.value()
                .orElseThrow(() -> new CannotRunException(
                        "the resource dictionary cannot be used:\n  " + String.join("\n  ", content.problems())));
        String id = id(host);
        ImmutableSortedMap<PciAddress, Optional<GuestClaim.KnownDevice>> devices =
                host.guests().stream().allMatch(guest -> guest.devices().isEmpty())
                        ? ImmutableSortedMap.of()
                        : devices(id);
        List<ImportLine<GuestClaim>> lines = new ArrayList<>();
        for (LegacyGuest guest : host.guests()) {
            lines.add(take(GuestClaim.of(guest, id, devices)));
        }
        List<String> unexplained = UnexplainedUsage.of(host);
        show(lines, unexplained);
        boolean isWhole = unexplained.isEmpty() && !ImportLine.isAnyRefused(lines);
        return isWhole ? ExitCode.OK : ExitCode.DIFFERENCES;
    }

    /** The id in the file, else that of the root provider of the host's name. */
    private String id(LegacyHost host) throws InterruptedException {
        String query = host.hostId().isPresent()
                ? "uuid=" + host.hostId().get()
                : "name=" + URLEncoder.encode(host.hostName().orElse(""), StandardCharsets.UTF_8);
        JsonNode known = service.get("/resource_providers?" + query)
                .orElseThrow()
                .json()
                .path("resource_providers")
                .path(0);
        if (known.isMissingNode()) {
            throw new CannotRunException("the host "
                    + host.hostName()
                            .orElseGet(() -> host.hostId().map(Object::toString).orElse("without a name"))
                    + " is not known; report it first: berth agent --from-legacy " + file + " --once");
        }
        return known.path("uuid").asText();
    }

    /** The devices of the host; empty those that no provider counts. */
    private ImmutableSortedMap<PciAddress, Optional<GuestClaim.KnownDevice>> devices(String host)
            throws InterruptedException {
        TreeMap<PciAddress, String> providers = new TreeMap<>();
        TreeMap<String, Long> units = new TreeMap<>();
        for (JsonNode device : service.get("/pci/devices?provider=" + host)
                .orElseThrow()
                .json()
                .path("devices")) {
            String provider = device.path("resource_provider").asText("");
            providers.put(PciAddress.of(device.path("address").asText()), provider);
            units.merge(provider, 1L, Long::sum);
        }
        TreeMap<PciAddress, Optional<GuestClaim.KnownDevice>> known = new TreeMap<>();
        for (Map.Entry<PciAddress, String> device : providers.entrySet()) {
            known.put(device.getKey(), known(device.getValue(), units.get(device.getValue())));
        }
        return ImmutableSortedMap.copyOfSorted(known);
    }

    private Optional<GuestClaim.KnownDevice> known(String provider, long units) throws InterruptedException {
        if (provider.isEmpty()) {
            return Optional.empty();
        }
        JsonNode inventories = service.get("/resource_providers/" + provider + "/inventories")
                .orElseThrow()
                .json()
                .path("inventories");
        return inventories.size() == 1
                ? Optional.of(new GuestClaim.KnownDevice(
                        provider, inventories.fieldNames().next(), units))
                : Optional.empty();
    }

    private ImportLine<GuestClaim> take(GuestClaim claim) throws InterruptedException {
        if (claim.objection().isPresent()) {
            return new ImportLine<>(claim, Result.REFUSED, claim.objection().get());
        }
        String path = "/allocations/" + claim.guest().id();
        JsonNode held = service.get(path).orElseThrow().json();
        if (!held.path("allocations").isEmpty()) {
            return claim.isHeldIn(held)
                    ? new ImportLine<>(claim, Result.UNCHANGED, "")
                    : new ImportLine<>(
                            claim, Result.REFUSED, "a consumer of its id holds something else; see GET " + path);
        }
        if (isDryRun) {
            return new ImportLine<>(claim, Result.WOULD_BE_CLAIMED, "");
        }
        ServiceAnswer answer = service.put(path, claim.body());
        return answer.isOk()
                ? new ImportLine<>(claim, Result.CLAIMED, "")
                : new ImportLine<>(claim, Result.REFUSED, answer.detail());
    }

    private void show(List<ImportLine<GuestClaim>> lines, List<String> unexplained) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode instances = json.putArray("instances");
        Table table = Table.ofTexts("INSTANCE", "RESULT", "AMOUNTS", "");
        lines.forEach(line -> {
            GuestClaim claim = line.subject();
            instances
                    .addObject()
                    .put("uuid", claim.guest().id().toString())
                    .put("result", line.result().toString())
                    .put("amounts", claim.amounts())
                    .put("why", line.why());
            table.row(claim.guest().id(), line.result(), claim.amounts(), line.why());
        });
        ArrayNode notes = json.putArray("unexplained");
        unexplained.forEach(notes::add);
        print.show(json, out -> {
            table.lines().forEach(out::println);
            unexplained.forEach(note -> out.println("not explained: " + Printable.of(note)));
        });
    }
}

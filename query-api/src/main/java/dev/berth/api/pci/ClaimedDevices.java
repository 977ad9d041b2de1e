package dev.berth.api.pci;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.api.command.Write;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.problem.Problem;
import dev.berth.api.schema.Schemas;
import dev.berth.api.schema.UuidFormat;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.DeviceClaim;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.decision.Reply;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.report.AttributeDocument;
import dev.berth.ledger.state.RegionView;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The part of PUT /allocations/{consumer} that Placement does not have: {@code pci}, a list of requests for devices;
 * {@code numa}, the NUMA layout of a guest; {@code pci_provider}, the host of both, which may be left out if all
 * allocations are on one host; and {@code pci_numa_cells}, the cells of the host that the guest runs on, if the caller
 * has chosen them already.
 */
public final class ClaimedDevices {
    private static final String REQUESTS = "pci";
    private static final String HOST = "pci_provider";
    private static final String HOST_CELLS = "pci_numa_cells";
    private static final String GUEST = "numa";

    /** The fields that this part of a body has. */
    public static final List<String> FIELDS = List.of(REQUESTS, HOST, HOST_CELLS, GUEST);

    private ClaimedDevices() {}

    /**
     * The claim, with the devices and cells that the body asks for.
     *
     * @param extension of the body, whose other fields the claim was read from
     * @throws dev.berth.api.problem.ProblemException 400 if what is asked makes no sense
     */
    public static ConsumerClaim in(ObjectNode extension, ConsumerClaim claim, Call call, Write write) {
        if (extension.isEmpty()) {
            return claim;
        }
        Schemas.ALLOCATIONS_EXTENSION.requireFits(call.version(), extension);
        JsonNode pci = extension.get(REQUESTS);
        JsonNode numa = extension.get(GUEST);
        if (numa != null && extension.has(HOST_CELLS)) {
            throw Problem.badRequest("numa has the cells chosen, and pci_numa_cells says which they are: one of them is"
                            + " too much.")
                    .exception();
        }
        if (pci == null && numa == null) {
            throw Problem.badRequest("Nothing is asked of a host: there is neither pci nor numa.")
                    .exception();
        }
        ProviderId host = host(extension, claim, write);
        ConsumerClaim whole =
                pci == null ? claim : claim.withDevices(new DeviceClaim(host, cells(extension), requests(pci)));
        return numa == null ? whole : whole.withCells(GuestJson.claim(host, numa));
    }

    private static ImmutableList<DeviceRequest> requests(JsonNode pci) {
        ImmutableList.Builder<DeviceRequest> requests = ImmutableList.builder();
        TreeSet<String> ids = new TreeSet<>();
        for (JsonNode each : pci) {
            DeviceRequest request = request(each, Integer.toString(ids.size()));
            if (!ids.add(request.id())) {
                throw Problem.badRequest("Two of the PCI requests have the id '" + request.id() + "'.")
                        .exception();
            }
            requests.add(request);
        }
        return requests.build();
    }

    private static DeviceRequest request(JsonNode json, String number) {
        return new DeviceRequest(
                Optional.ofNullable(json.get("id")).map(JsonNode::textValue).orElse(number),
                json.get("count").intValue(),
                Optional.ofNullable(json.get("flavor")).map(JsonNode::textValue),
                json.has("spec") ? AttributeJson.alternatives(json.get("spec")) : ImmutableList.of(),
                json.has("extra") ? AttributeDocument.read(json.get("extra")) : ImmutableSortedMap.of(),
                AttributeJson.policy(json),
                json.has("providers") ? providers(json.get("providers")) : ImmutableSortedMap.of());
    }

    private static ImmutableSortedMap<ProviderId, Integer> providers(JsonNode json) {
        TreeMap<ProviderId, Integer> providers = new TreeMap<>();
        json.properties().forEach(entry -> {
            ProviderId provider = UuidFormat.parse(entry.getKey())
                    .map(ProviderId::new)
                    .orElseThrow(() -> Problem.badRequest(
                                    "The providers of a PCI request have '" + entry.getKey() + "', which is no UUID.")
                            .exception());
            providers.merge(provider, entry.getValue().intValue(), Integer::sum);
        });
        return ImmutableSortedMap.copyOfSorted(providers);
    }

    /** The fields of an object by which the devices are claimed, as candidates have them. */
    public static void write(JsonGenerator json, DeviceClaim claim) throws IOException {
        json.writeArrayFieldStart(REQUESTS);
        for (DeviceRequest request : claim.requests()) {
            json.writeStartObject();
            json.writeStringField("id", request.id());
            json.writeNumberField("count", request.count());
            if (request.flavor().isPresent()) {
                json.writeStringField("flavor", request.flavor().get());
            }
            if (!request.extra().isEmpty()) {
                AttributeJson.write(json, "extra", request.extra());
            }
            if (!request.providers().isEmpty()) {
                json.writeObjectFieldStart("providers");
                for (Map.Entry<ProviderId, Integer> provider :
                        request.providers().entrySet()) {
                    json.writeNumberField(provider.getKey().toString(), provider.getValue());
                }
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField(HOST, claim.host().toString());
    }

    private static ProviderId host(ObjectNode extension, ConsumerClaim claim, Write write) {
        JsonNode named = extension.get(HOST);
        if (named != null) {
            return new ProviderId(UuidFormat.parse(named.textValue()).orElseThrow());
        }
        if (write.before().isPresent()) {
            // The host of the first answer. A refused claim does not say it, and then any will do: it is not looked at.
            return write.before()
                    .get()
                    .provider()
                    .map(Reply.ProviderState::id)
                    .orElseGet(() -> claim.allocations().providers().first());
        }
        RegionView view = write.view();
        TreeSet<ProviderId> hosts = new TreeSet<>();
        for (ProviderId provider : claim.allocations().providers()) {
            view.provider(provider)
                    .map(Provider::root)
                    .filter(root -> view.hostReport(root).isPresent())
                    .ifPresent(hosts::add);
        }
        if (hosts.size() != 1) {
            throw Problem.badRequest("Name the host of the PCI devices and NUMA cells as pci_provider: the allocations"
                            + " are of " + hosts.size() + " hosts.")
                    .exception();
        }
        return hosts.first();
    }

    private static ImmutableSortedSet<Integer> cells(ObjectNode extension) {
        ImmutableSortedSet.Builder<Integer> cells = ImmutableSortedSet.naturalOrder();
        extension.path(HOST_CELLS).forEach(cell -> cells.add(cell.intValue()));
        return cells.build();
    }

    /** Which devices serve the requests of a claim that was granted, and where its guest sits. */
    public static Answer answer(Reply reply, ConsumerClaim claim) {
        return Answer.ok(json -> {
            json.writeStartObject();
            if (claim.devices().isPresent()) {
                json.writeArrayFieldStart(REQUESTS);
                writeServed(json, claim.devices().get(), reply.devices());
                json.writeEndArray();
            }
            if (claim.cells().isPresent()) {
                json.writeFieldName(GUEST);
                if (reply.placement().isPresent()) {
                    GuestJson.write(json, reply.placement().get());
                } else {
                    json.writeNull();
                }
            }
            json.writeEndObject();
        });
    }

    private static void writeServed(JsonGenerator json, DeviceClaim asked, Map<PciAddress, String> held)
            throws IOException {
        for (DeviceRequest request : asked.requests()) {
            json.writeStartObject();
            json.writeStringField("id", request.id());
            json.writeStringField("provider", asked.host().toString());
            json.writeArrayFieldStart("addresses");
            for (Map.Entry<PciAddress, String> device : held.entrySet()) {
                if (device.getValue().equals(request.id())) {
                    json.writeString(device.getKey().toString());
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }
}

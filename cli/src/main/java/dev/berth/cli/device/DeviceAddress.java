package dev.berth.cli.device;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.client.ServiceClient;
import dev.berth.events.model.PciAddress;
import dev.berth.terminal.CannotRunException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which PCI device is meant: an address and the host on which it is one. A mixin. */
final class DeviceAddress {
    @Option(
            names = "--host",
            required = true,
            paramLabel = "HOST",
            description = "The host of the device: the name or the UUID of its root provider.")
    private String host;

    @Parameters(
            paramLabel = "ADDRESS",
            description = "The address of the device, such as 0000:81:00.1.",
            converter = AddressOfDeviceConverter.class)
    private PciAddress address;

    PciAddress address() {
        return address;
    }

    String host() {
        return host;
    }

    /** The UUID of the host, which the service is asked for where a name was given. */
    String hostUuid(ServiceClient service) throws InterruptedException {
        return uuid(service, host);
    }

    /** Where the service has the device. */
    String path(ServiceClient service) throws InterruptedException {
        return "/hosts/" + hostUuid(service) + "/devices/" + address;
    }

    /** The UUID of a provider that is given by UUID or by name. */
    static String uuid(ServiceClient service, String nameOrUuid) throws InterruptedException {
        try {
            return UUID.fromString(nameOrUuid).toString();
        } catch (IllegalArgumentException aName) {
            JsonNode named = service.get(
                            "/resource_providers?name=" + URLEncoder.encode(nameOrUuid, StandardCharsets.UTF_8))
                    .orElseThrow()
                    .json()
                    .path("resource_providers")
                    .path(0)
                    .path("uuid");
            if (named.isMissingNode()) {
                throw new CannotRunException(
                        "expected the name or the UUID of a host but no resource provider is named " + nameOrUuid
                                + "; berth device list shows the hosts that have devices");
            }
            return named.asText();
        }
    }
}

package dev.berth.cli.device;

import dev.berth.events.model.PciAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Addresses of PCI devices, checked. */
final class AddressOfDeviceConverter implements ITypeConverter<PciAddress> {
    @Override
    public PciAddress convert(String text) {
        return PciAddress.parse(text)
                .orElseThrow(() -> new TypeConversionException(
                        "expected the address of a PCI device such as 0000:81:00.1 but got '" + text + "'"));
    }
}

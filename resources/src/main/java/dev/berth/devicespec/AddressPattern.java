package dev.berth.devicespec;

import dev.berth.events.model.PciAddress;
import java.util.Optional;

/** Which PCI addresses an entry of a device spec is about. */
sealed interface AddressPattern permits AddressGlob, AddressRegex {
    boolean matches(PciAddress address);

    /** The one address that is written out in all four fields, if the pattern is no more than that. */
    Optional<PciAddress> wholeAddress();
}

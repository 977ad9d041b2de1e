package dev.berth.auditor;

import dev.berth.events.command.CommandKind;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Origin;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import java.util.Optional;

/**
 * What one command did to one PCI device.
 *
 * @param origin who sent the command, as far as the record says so; nothing proves it
 * @param host the root provider of the device's host
 * @param before empty if the device was not there
 * @param after empty if it is not there any more
 */
public record DeviceChange(
        Position position,
        CommandKind commandKind,
        CommandId commandId,
        Optional<Origin> origin,
        ProviderId host,
        Optional<TrackedDevice> before,
        Optional<TrackedDevice> after) {}

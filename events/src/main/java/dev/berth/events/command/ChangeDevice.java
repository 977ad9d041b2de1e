package dev.berth.events.command;

import com.google.common.base.Ascii;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Limits;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.Outage;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.ProviderId;
import java.util.Optional;

/**
 * Takes a PCI device out of service, asks for its cleaning, or takes either back. Anyone who holds the device keeps it;
 * what is said holds from when it is let go.
 *
 * @param host the root provider of the device's host
 * @param reason why it goes out of service; of {@link Action#DRAIN} and {@link Action#FAIL}, and of no other action
 */
public record ChangeDevice(
        CommandId commandId, ProviderId host, PciAddress address, Action action, Optional<String> reason)
        implements Command {
    public enum Action {
        /** It is kept free on purpose, for the reason. */
        DRAIN,
        /** It does not work, for the reason. */
        FAIL,
        /** It has to be cleaned before anybody else may have it. */
        CLEAN,
        /** It has been cleaned. */
        ACKNOWLEDGE,
        /** It is in service again: neither failed nor drained. If it is dirty, it stays so. */
        RETURN;

        /** The word for it in the API: the name in lower case. */
        public String text() {
            return Ascii.toLowerCase(name());
        }

        public static Optional<Action> parse(String text) {
            for (Action action : values()) {
                if (action.text().equals(text)) {
                    return Optional.of(action);
                }
            }
            return Optional.empty();
        }

        /** Whether it needs a reason. */
        public boolean takesOut() {
            return this == DRAIN || this == FAIL;
        }
    }

    public ChangeDevice {
        if (action.takesOut() != reason.isPresent()) {
            throw new MalformedException("expected " + (action.takesOut() ? "a" : "no") + " reason to "
                    + action.text() + " device " + address + " but got "
                    + reason.map(given -> "one").orElse("none"));
        }
        reason.ifPresent(given -> Limits.requireText(
                Limits.REASON_LENGTH_MAX, given, "the reason to " + action.text() + " device " + address));
        reason.filter(given -> given.trim().isEmpty()).ifPresent(blank -> {
            throw new MalformedException(
                    "expected a reason to " + action.text() + " device " + address + " but got a blank one");
        });
    }

    /** What keeps the device from being given from now on; of DRAIN and FAIL. */
    public Optional<Outage> outage() {
        Outage.Cause cause = action == Action.FAIL ? Outage.Cause.FAILED : Outage.Cause.DRAINED;
        return reason.map(why -> new Outage(cause, why));
    }

    @Override
    public CommandKind kind() {
        return CommandKind.CHANGE_DEVICE;
    }
}

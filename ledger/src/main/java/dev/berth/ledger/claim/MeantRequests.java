package dev.berth.ledger.claim;

import dev.berth.events.command.DeviceRequest;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.Limits;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.PciRequest;
import dev.berth.ledger.state.LedgerView;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the requests for devices of one command mean by the flavors that the region has, and how much that may be: a
 * request of a few bytes may name a flavor of megabytes, and all of it is in the decision. Used by one thread for
 * one decision.
 */
final class MeantRequests {
    /** The bytes of a value in a record beyond its text. */
    private static final int VALUE_CHARACTERS = 16;

    /** Of each decimal, however many digits it has: as many as the longest. */
    private static final int DECIMAL_CHARACTERS = 24;

    private final LedgerView view;
    private long characters;

    MeantRequests(LedgerView view) {
        this.view = view;
    }

    /**
     * The request with its flavor put in; empty if it names a flavor that nobody knows.
     *
     * @throws MalformedException if flavor and extra attributes come together to more than an alternative may have, or
     *     the
     *     requests of the command, this one the last, to more than a decision may
     */
    Optional<PciRequest> add(DeviceRequest request) {
        Optional<PciRequest> meant = FlavorLookup.resolve(view, request);
        meant.ifPresent(this::count);
        return meant;
    }

    private void count(PciRequest meant) {
        for (PciAlternative alternative : meant.alternatives()) {
            for (Map.Entry<String, AttributeValue> attribute :
                    alternative.attributes().entrySet()) {
                characters += attribute.getKey().length();
                List<AttributeValue> members = attribute.getValue() instanceof AttributeValue.Many many
                        ? many.values()
                        : List.of(attribute.getValue());
                for (AttributeValue member : members) {
                    characters += VALUE_CHARACTERS + length(member);
                }
            }
        }
        Limits.requireAtMost(
                Limits.COMMAND_MEANT_CHARACTERS_MAX,
                characters,
                "characters in the attributes that the requests for devices of one command come to");
    }

    private static int length(AttributeValue value) {
        return value.kind() == AttributeValue.Kind.DECIMAL
                ? DECIMAL_CHARACTERS
                : value.toString().length();
    }
}

package dev.berth.events.model;

import java.util.List;
import java.util.Map;

/** Whether the attributes of a PCI device, or those that are asked of one, are within {@link Limits}. */
public final class AttributeLimits {
    private AttributeLimits() {}

    /**
     * @param what whose attributes they are, such as "a PCI device"
     * @throws MalformedException if there are too many, or a name or a text is too long
     */
    public static void require(Map<String, AttributeValue> attributes, String what) {
        Limits.requireAtMost(Limits.ATTRIBUTES_MAX, attributes.size(), "attributes of " + what);
        attributes.forEach((name, value) -> {
            Limits.requireText(Limits.ATTRIBUTE_LENGTH_MAX, name, "the name of an attribute of " + what);
            List<AttributeValue> members = value instanceof AttributeValue.Many many ? many.values() : List.of(value);
            Limits.requireAtMost(Limits.ATTRIBUTES_MAX, members.size(), "members of an attribute of " + what);
            for (AttributeValue member : members) {
                if (member instanceof AttributeValue.Text text) {
                    Limits.requireAtMost(
                            Limits.ATTRIBUTE_LENGTH_MAX,
                            text.value().codePointCount(0, text.value().length()),
                            "characters of an attribute of " + what);
                } else if (member instanceof AttributeValue.Many) {
                    throw new MalformedException(
                            "expected attributes of " + what + " that are no lists of lists but got " + name);
                }
            }
        });
    }
}
